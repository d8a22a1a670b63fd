import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parkVideo } from '../../../test/support/videos.ts';
import { compressRle, encodeRle } from '../../twin/geometry/rle.ts';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import type { Rle } from '../../twin/schema/rle.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { readYoutubeVis, twinFromYoutubeVis } from './readYoutubeVis.ts';
import { writeYoutubeVis } from './writeYoutubeVis.ts';

function read(text: string): Twin {
  const dataset = readYoutubeVis(text, 'vis.json');
  if (!dataset.ok) throw new Error(dataset.error.message);
  const twin = twinFromYoutubeVis(dataset.value, 'vis.json');
  if (!twin.ok) throw new Error(twin.error.message);
  return twin.value;
}

const messageOf = (file: object): string => {
  try {
    read(JSON.stringify(file));
    return 'no error';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

const video = { id: 1, width: 8, height: 6, length: 2, file_names: ['dog/00000.jpg', 'dog/00005.jpg'] };
const categories = [{ id: 1, name: 'dog' }];
const annotation = { id: 1, video_id: 1, category_id: 1, bboxes: [[1, 1, 2, 3], null] };
const file = (changes: object = {}, track: object = {}): object => ({
  videos: [video],
  categories,
  annotations: [{ ...annotation, ...track }],
  ...changes,
});
const square: Rle = encodeRle(
  Uint8Array.from({ length: 48 }, (_, i) => (i % 8 >= 2 && i % 8 < 5 && i >= 8 && i < 32 ? 1 : 0)),
  8,
  6,
);

describe('YouTube-VIS files', () => {
  it('read back with the same boxes, labels, scores and times', () => {
    const twin = parkVideo();
    const back = read(writeYoutubeVis(twin));
    const summary = ({ objects }: Twin) =>
      objects.map(({ id, label, score, states }) => [
        id,
        label,
        score,
        states.map(({ timeUs, box }) => [timeUs, box]),
      ]);
    expect(summary(back)).toEqual(summary(twin));
    expect(back.source.frames?.map(({ timeUs }) => timeUs)).toEqual(
      twin.source.frames?.map(({ timeUs }) => timeUs),
    );
    expect(back.source.durationUs).toBe(twin.source.durationUs);
    expect(checkIntegrity(back).filter(({ passed }) => !passed)).toEqual([]);
  });

  it('hold masks, compressed or not, and those decide the box', () => {
    for (const counts of [square.counts, compressRle(square)]) {
      const twin = read(JSON.stringify(file({}, { segmentations: [{ size: [6, 8], counts }, null] })));
      expect(twin.objects[0]?.states).toMatchObject([{ box: [2, 1, 5, 4], area: 9, mask: square }]);
      const again = read(writeYoutubeVis(twin));
      expect(again.objects[0]?.states[0]?.mask).toEqual(square);
      expect(checkIntegrity(twin).filter(({ passed }) => !passed)).toEqual([]);
    }
  });

  it('are refused with the place and the reason', () => {
    expect(messageOf([])).toContain('is not a YouTube-VIS file');
    expect(messageOf(file({ videos: [{ ...video, width: 0 }] }))).toContain('videos[0].width');
    expect(messageOf(file({}, { category_id: 9 }))).toContain('category 9');
    expect(messageOf(file({}, { bboxes: [null, null, null] }))).toContain('more entries than the 2 frames');
    expect(messageOf(file({}, { segmentations: [{ size: [6, 9], counts: [54] }] }))).toContain('mask of 9×6');
    expect(messageOf(file({}, { segmentations: [{ size: [6, 8], counts: [47] }] }))).toContain('sum to 47');
    expect(messageOf(file({ videos: [{ ...video, times_us: [5, 5] }] }))).toContain('rising');
  });

  it('never throw, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => readYoutubeVis(text, 'x.json')).not.toThrow();
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 8 }), (counts) => {
        expect(messageOf(file({}, { segmentations: [{ size: [6, 8], counts }] }))).toMatch(
          /no error|mask|run|sum/,
        );
      }),
    );
  });
});
