import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../twin/geometry/rle.ts';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import type { ToolRun, Twin } from '../../twin/schema/twin.ts';
import type { RgbaImage } from '../pixels.ts';
import { coarseTwin } from './buildTwin.ts';
import { describeAttributes } from './describeTwin.ts';
import { withMasks } from './withMasks.ts';

const [WIDTH, HEIGHT] = [80, 60];
const run = (tool: string): ToolRun => ({
  tool,
  model: 'm',
  revision: '1',
  device: 'wasm',
  dtype: 'fp16',
  args: {},
  ms: 1,
});

/** A red bar across a green field: in the bar's box green prevails. */
const isBar = (x: number, y: number): boolean => Math.abs(x - y - 10) < 5 && x > 20 && x < 60;

function picture(): RgbaImage {
  const data = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++)
      data.set(isBar(x, y) ? [200, 20, 30, 255] : [30, 140, 40, 255], 4 * (y * WIDTH + x));
  return { width: WIDTH, height: HEIGHT, data };
}

function masked(): Twin {
  const source = {
    kind: 'image',
    name: '',
    width: WIDTH,
    height: HEIGHT,
    frameCount: 1,
    durationUs: 0,
    sha256: '',
  } as const;
  const box = [21, 6, 60, 54] as const;
  const twin = coarseTwin({
    detections: [{ label: 'car', score: 1, box }],
    source,
    detectRun: run('detect'),
  });
  const bits = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    isBar(i % WIDTH, Math.floor(i / WIDTH)) ? 1 : 0,
  );
  const mask = encodeRle(bits, WIDTH, HEIGHT);
  const area = bits.reduce((sum, bit) => sum + bit, 0);
  return withMasks(twin, new Map([['o1', { mask, box: [21, 6, 60, 54], area, score: 1 }]]), run('segment'));
}

const colourOf = (twin: Twin) => twin.objects[0]?.attributes.colour;

describe('describing objects that have masks', () => {
  const pixels = picture();

  it('names the colour inside the mask, not of the box around it', () => {
    expect(colourOf(describeAttributes(masked(), { pixels }))).toMatchObject({ value: 'red', by: 2 });
  });

  it('leaves words that are there, unless they are asked for anew', () => {
    const wrong = { value: 'green', score: 0.6, by: 0 };
    const twin = masked();
    const known: Twin = {
      ...twin,
      objects: twin.objects.map((object) => ({ ...object, attributes: { colour: wrong, colour2: wrong } })),
    };
    expect(colourOf(describeAttributes(known, { pixels }))).toEqual(wrong);
    const anew = describeAttributes(known, { pixels, anew: ['o1'] });
    expect(colourOf(anew)).toMatchObject({ value: 'red', by: 2 });
    expect(anew.objects[0]?.attributes.colour2).toBeUndefined();
    expect(anew.log.at(-1)?.tool).toBe('attributes');
    expect(checkIntegrity(anew).filter(({ passed }) => !passed)).toEqual([]);
  });

  it('never changes what a person has said, nor what it can’t measure', () => {
    const said = { value: 'pink', score: 1, by: 'human' as const };
    const material = { value: 'steel', score: 0.7, by: 0 };
    const twin = masked();
    const known: Twin = {
      ...twin,
      objects: twin.objects.map((object) => ({ ...object, attributes: { colour: said, material } })),
    };
    const anew = describeAttributes(known, { pixels, anew: ['o1'] });
    expect(anew.objects[0]?.attributes).toMatchObject({ colour: said, material });
  });
});
