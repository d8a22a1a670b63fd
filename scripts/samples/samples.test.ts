import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../../src/store/samples.ts';
import { boxArea } from '../../src/twin/geometry/box.ts';
import { rleArea } from '../../src/twin/geometry/rle.ts';
import { FAST_MASK_PATH } from '../../src/twin/schema/maskQuality.ts';
import { CONTENTS, EXPECTED_SCORE } from './contents.ts';
import { imagePath, recordedTwin } from './recorded.ts';

/** A detection this sure of something that was never modelled would mislead whoever looks at the sample. */
const MISLEADING_SCORE = 0.5;

describe.each(SAMPLES)('sample $id', ({ id }) => {
  it('is a WebP picture of at most 300 kB', async () => {
    const bytes = await readFile(imagePath(id));
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('RIFF');
    expect(bytes.subarray(8, 12).toString('latin1')).toBe('WEBP');
    expect(bytes.length).toBeLessThanOrEqual(300_000);
  });

  it('has a sound twin that was recorded from this very picture', async () => {
    const twin = await recordedTwin(id);
    const sha256 = createHash('sha256')
      .update(await readFile(imagePath(id)))
      .digest('hex');
    expect(twin.source.sha256).toBe(sha256);
  });

  it('has masks of its objects, each inside its box and more than a sliver of it', async () => {
    const { objects, log } = await recordedTwin(id);
    expect(log.some(({ tool, args }) => tool === 'segment' && args.path === FAST_MASK_PATH)).toBe(true);
    for (const { label, states } of objects) {
      const [state] = states;
      if (!state?.mask) throw new Error(`the ${label} has no mask`);
      const share = rleArea(state.mask) / boxArea(state.box);
      expect(share, label).toBeGreaterThan(0.1);
      expect(share, label).toBeLessThanOrEqual(1.1);
    }
  });

  it('shows the detector what was modelled', async () => {
    const { objects } = await recordedTwin(id);
    const { expected } = CONTENTS[id];
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(4);
    for (const [label, count] of Object.entries(expected)) {
      const found = objects.filter((object) => object.label === label && object.score >= EXPECTED_SCORE);
      expect(found.length, label).toBeGreaterThanOrEqual(count);
    }
  });

  it('expects no more of a label than was modelled', () => {
    const { modelled, expected } = CONTENTS[id];
    for (const [label, count] of Object.entries(expected)) {
      expect(modelled[label] ?? 0, label).toBeGreaterThanOrEqual(count);
    }
  });

  it('makes the detector sure of nothing that is not there', async () => {
    const { objects } = await recordedTwin(id);
    const invented = objects.filter(
      ({ label, score }) => score >= MISLEADING_SCORE && CONTENTS[id].modelled[label] === undefined,
    );
    expect(invented.map(({ label, score }) => `${label} ${score}`)).toEqual([]);
  });
});
