import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadonlyBox } from '../../twin/geometry/box.ts';
import { rasterisePolygons } from '../../twin/geometry/polygon.ts';
import { quadOfBox } from '../../twin/geometry/quad.ts';
import { rleArea } from '../../twin/geometry/rle.ts';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import type { ToolRun, Twin, TwinObject } from '../../twin/schema/twin.ts';
import type { TextLine } from '../tasks/ocr/types.ts';
import { cleanText, isText, withTexts } from './withTexts.ts';

const run: ToolRun = {
  tool: 'text',
  model: 'm',
  revision: '1',
  device: 'wasm',
  dtype: 'fp16',
  args: {},
  ms: 1,
};

function thing(id: string, label: string, box: readonly [number, number, number, number]): TwinObject {
  const depth = { mean: 4, std: 1, min: 2, max: 6, unit: 'm' as const, by: 0 };
  const center: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const states: TwinObject['states'] = [{ frame: 0, timeUs: 0, box: [...box], by: 0, center, depth }];
  return { id, label, score: 0.9, attributes: {}, states };
}

function twinOf(...objects: TwinObject[]): Twin {
  const source = {
    kind: 'image' as const,
    name: 'a.png',
    width: 200,
    height: 100,
    frameCount: 1,
    durationUs: 0,
    sha256: '',
  };
  const camera = { verticalFovDeg: 40, estimated: true };
  return { type: 'twin', version: 1, source, camera, objects, log: [{ ...run, tool: 'detect' }] };
}

const line = (text: string, box: ReadonlyBox, score = 0.9): TextLine => ({
  quad: quadOfBox(box),
  text,
  score,
  words: [],
});

const bus = thing('o1', 'bus', [0, 0, 150, 90]);
const sign = thing('o2', 'stop sign', [20, 20, 80, 80]);
const texts = ({ objects }: Twin): TwinObject[] => objects.filter(isText);
const textOf = (twin: Twin, id: string): string | undefined =>
  twin.objects.find((object) => object.id === id)?.attributes.text?.value;
const faults = (twin: Twin): unknown => checkIntegrity(twin).filter(({ passed }) => !passed);

describe('texts in a twin', () => {
  it('lie on the smallest thing that holds them, which remembers all of its lines in reading order', () => {
    const lines = [
      line('WAY', [30, 50, 70, 60]),
      line('ALL', [30, 35, 70, 45]),
      line('73', [100, 10, 140, 20]),
    ];
    const twin = withTexts(twinOf(bus, sign), lines, run);
    expect(
      texts(twin).map(({ id, attributes }) => [id, attributes.text?.value, attributes.on?.value]),
    ).toEqual([
      ['t1', 'WAY', 'o2'],
      ['t2', 'ALL', 'o2'],
      ['t3', '73', 'o1'],
    ]);
    expect([textOf(twin, 'o1'), textOf(twin, 'o2')]).toEqual(['73', 'ALL WAY']);
    expect(faults(twin)).toEqual([]);
  });

  it('are as far away as what carries them, and point at their run', () => {
    const twin = withTexts(
      twinOf(sign),
      [line('STOP', [30, 40, 70, 60]), line('EXIT', [150, 10, 190, 20])],
      run,
    );
    const [stop, exit] = texts(twin).map(({ states: [state] }) => state);
    expect(stop).toMatchObject({
      by: 1,
      depth: { mean: 4, by: 0 },
      position: [expect.any(Number), expect.any(Number), -4],
    });
    expect(exit?.depth).toBeUndefined();
    expect(twin.log).toHaveLength(2);
  });

  it('lie on masks rather than on boxes where there are masks', () => {
    const mask = rasterisePolygons([[0, 0, 40, 0, 40, 90, 0, 90]], 200, 100);
    const [state] = bus.states;
    const masked = { ...bus, states: state ? [{ ...state, mask, maskBy: 0, area: rleArea(mask) }] : [] };
    const read = withTexts(
      twinOf(masked),
      [line('ON', [5, 10, 35, 20]), line('OFF', [100, 10, 140, 20])],
      run,
    );
    expect(texts(read).map(({ attributes }) => attributes.on?.value)).toEqual(['o1', undefined]);
  });

  it('stay one when they are read twice; a surer reading replaces a weaker one under the same id', () => {
    const lines = [line('ST0P', [30, 40, 70, 60], 0.6)];
    const once = withTexts(twinOf(sign), lines, run);
    const twice = withTexts(once, lines, run);
    expect(twice.objects).toEqual(once.objects);
    const better = withTexts(
      twice,
      [line('STOP', [31, 41, 70, 60], 0.9), line('TOP', [40, 40, 70, 60], 0.99)],
      run,
    );
    expect(texts(better).map(({ id, attributes }) => [id, attributes.text?.value])).toEqual([['t1', 'STOP']]);
    expect(textOf(better, 'o2')).toBe('STOP');
    expect(faults(better)).toEqual([]);
  });

  it('keep what a person wrote', () => {
    const human = { text: { value: 'HALT', score: 1, by: 'human' as const } };
    const written = twinOf({ ...sign, attributes: human });
    expect(textOf(withTexts(written, [line('STOP', [30, 40, 70, 60])], run), 'o2')).toBe('HALT');
    const read = withTexts(twinOf(sign), [line('ST0P', [30, 40, 70, 60], 0.5)], run);
    const corrected = {
      ...read,
      objects: read.objects.map((object) => (isText(object) ? { ...object, attributes: human } : object)),
    };
    const again = withTexts(corrected, [line('STOP', [30, 40, 70, 60], 0.9)], run);
    expect(texts(again).map(({ attributes }) => attributes.text?.value)).toEqual(['HALT']);
  });

  it('are logged where nothing was found, and change nothing else', () => {
    const before = twinOf(bus);
    expect(withTexts(before, [], run)).toEqual({ ...before, log: [...before.log, run] });
    expect(texts(withTexts(before, [line('far', [300, 10, 340, 20])], run))).toEqual([]);
  });

  it('give a sound twin for any lines', () => {
    const corner = fc.tuple(
      fc.double({ min: -50, max: 250, noNaN: true }),
      fc.double({ min: -50, max: 150, noNaN: true }),
    );
    const anyLine = fc.record({
      quad: fc.tuple(corner, corner, corner, corner),
      text: fc.string({ unit: 'binary', maxLength: 600 }),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      words: fc.constant<TextLine['words']>([]),
    });
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), (lines) => {
        const twin = withTexts(twinOf(bus, sign), lines, run);
        expect(faults(twin)).toEqual([]);
        expect(faults(withTexts(twin, lines, run))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('text as data', () => {
  it('has no control characters, no runs of blanks and no more characters than an attribute holds', () => {
    expect(cleanText('  a\u0000b\u202e\n\tc  ')).toBe('a b c');
    expect(cleanText('😀'.repeat(300))).toMatch(/^(?:😀){127}…$/u);
    expect(cleanText('<b>&amp;')).toBe('<b>&amp;');
  });
});
