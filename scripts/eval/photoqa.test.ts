import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../src/twin/geometry/rle.ts';
import type { Answer } from '../../src/twin/query/types.ts';
import type { Box, Twin } from '../../src/twin/schema/twin.ts';
import { DATA } from '../lib/project.ts';
import {
  type Annotated,
  matchBoxes,
  type PhotoQuestion,
  scorePhotoAnswer,
  summarizeScores,
} from './photoqa.ts';
import { evaluateOracle } from './photoqaOracle.ts';

const SIZE = 10;

/** A mask that is the box filled. */
function filled([x0, y0, x1, y1]: Box) {
  const bitmap = new Uint8Array(SIZE * SIZE);
  for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) bitmap[y * SIZE + x] = 1;
  return encodeRle(bitmap, SIZE, SIZE);
}

const CATS: readonly Annotated[] = [
  { label: 'cat', box: [0, 0, 4, 4], area: 16, mask: filled([0, 0, 4, 4]) },
  { label: 'cat', box: [5, 5, 10, 10], area: 25, mask: filled([5, 5, 10, 10]) },
  { label: 'dog', box: [0, 6, 4, 10], area: 16, mask: filled([0, 6, 4, 10]) },
];

const twin = (withMasks: boolean): Twin => ({
  type: 'twin',
  version: 1,
  source: { kind: 'image', name: 'x', width: SIZE, height: SIZE, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: CATS.map(({ label, box, mask }, index) => ({
    id: `o${index + 1}`,
    label,
    score: 1,
    attributes: {},
    states: [
      {
        frame: 0,
        timeUs: 0,
        box,
        by: 'human' as const,
        center: [2, 2],
        ...(withMasks && mask ? { mask } : {}),
      },
    ],
  })),
  log: [],
});

const value = (bare: string | number | boolean, text = String(bare)): Answer => ({
  type: 'value',
  value: bare,
  ids: [],
  text,
});
const at = (type: 'mask' | 'box' | 'none', ...ids: string[]): Answer => ({ type, ids, text: ids.join(' ') });
const ask = (kind: PhotoQuestion['kind'], rest: Partial<PhotoQuestion> = {}): PhotoQuestion => ({
  image: 1,
  question: '?',
  kind,
  ...rest,
});
const cats = { target: { categories: ['cat'], which: 'all' } };
const largest = { target: { categories: ['cat'], which: 'largest' } };

type Case = readonly [PhotoQuestion, Answer | undefined, number];

const CASES: readonly Case[] = [
  [ask('exist', { answer: 'yes' }), value(true, 'yes'), 1],
  [ask('exist', { answer: 'no' }), value(true, 'yes'), 0],
  [ask('exist', { answer: 'no' }), at('none'), 0],
  [ask('exist', { answer: 'no' }), undefined, 0],
  [ask('relation', { answer: 'yes' }), value('yes, clearly'), 1],
  [ask('relation', { accept: ['keyboard'] }), { type: 'value', ids: [], text: 'the keyboard (o3)' }, 1],
  [ask('compare', { answer: 'yes' }), value(false, 'no'), 0],
  [ask('count', { answer: 3 }), value(3), 1],
  [ask('count', { answer: 3 }), value(4), 0],
  [ask('count', { answer: 0 }), at('none'), 0],
  [ask('attribute', { accept: ['green', 'white'] }), value('White and red'), 1],
  [ask('attribute', { accept: ['red'] }), value('redwood'), 0],
  [ask('attribute', { accept: ['red'] }), { type: 'none', ids: [], text: 'no red bus' }, 0],
  [ask('text', { accept: ['hot dog'] }), value('the hot dog (o2)'), 1],
  [ask('ocr', { accept: ['potsdamer straße'] }), value('POTSDAMER STRASSE, Potsdamer Straße'), 1],
  [ask('none'), at('none'), 1],
  [ask('none'), at('mask', 'o1'), 0],
  [ask('none'), undefined, 0],
  [ask('box', cats), at('box', 'o1', 'o2'), 1],
  [ask('box', cats), at('box', 'o1'), 0],
  [ask('box', cats), at('box', 'o1', 'o2', 'o3'), 0],
  [ask('mask', cats), at('mask', 'o1', 'o2'), 1],
  [ask('mask', cats), at('mask', 'o2'), 1],
  [ask('mask', cats), at('mask', 'o1'), 0],
  [ask('mask', cats), at('none'), 0],
  [ask('mask', largest), at('mask', 'o2'), 1],
  [ask('mask', largest), at('mask', 'o1'), 0],
  [
    ask('summary', { facts: ['person', 'bus', 'knife', 'cat'] }),
    { type: 'summary', ids: [], text: '3 people, 2 buses and 2 knives' },
    0.75,
  ],
];

describe('scoring a photo question', () => {
  it.each(CASES)('%j answered %j scores %d', (question, answer, score) => {
    expect(scorePhotoAnswer(question, { answer, twin: twin(true) }, CATS)).toMatchObject({ score });
  });

  it('leaves out what only a person can judge, and nothing that the app failed to measure', () => {
    const given = { answer: at('mask', 'o1'), twin: twin(false) };
    const byEye = ask('mask', { target: { categories: ['cat'], which: 'by-eye' } });
    expect(scorePhotoAnswer(byEye, given, CATS)).toEqual({ unscored: 'left-out' });
    expect(scorePhotoAnswer(ask('mask', cats), given, CATS)).toEqual({ score: 0, iou: 0 });
    expect(scorePhotoAnswer(ask('ocr', { accept: ['a'] }), given, CATS)).toEqual({ score: 0 });
  });

  it('compares the union of what was answered with the union of what is annotated', () => {
    const scored = (...ids: string[]) =>
      scorePhotoAnswer(ask('mask', cats), { answer: at('mask', ...ids), twin: twin(true) }, CATS);
    expect(scored('o1', 'o2')).toEqual({ score: 1, iou: 1 });
    expect(scored('o2')).toEqual({ score: 1, iou: 25 / 41 });
    expect(scored('o1')).toEqual({ score: 0, iou: 16 / 41 });
  });

  it('matches boxes one to one, even where the first choice has to move', () => {
    const box = (x: number): Box => [x, 0, x + 10, 10];
    expect(matchBoxes([box(0), box(3)], [box(2), box(5)])).toBe(2);
    expect(matchBoxes([box(0), box(0)], [box(1)])).toBe(1);
    expect(matchBoxes([box(0)], [])).toBe(0);
  });

  it('averages by kind over what could be scored', () => {
    const metrics = summarizeScores([
      { kind: 'exist', score: { score: 1 } },
      { kind: 'exist', score: { score: 0 } },
      { kind: 'summary', score: { score: 0.5 } },
      { kind: 'mask', score: { score: 1, iou: 0.8 } },
      { kind: 'mask', score: { score: 0, iou: 0.3 } },
      { kind: 'mask', score: { unscored: 'left-out' } },
    ]);
    expect(metrics).toEqual({
      accuracy: 0.5,
      overall: 0.5,
      byKind: {
        exist: { n: 2, accuracy: 0.5 },
        mask: { n: 2, accuracy: 0.5 },
        summary: { n: 1, accuracy: 0.5 },
      },
      masks: { n: 2, giou: 0.55 },
      leftOut: 1,
    });
  });
});

const PHOTOS = join(DATA, 'coco');

describe.skipIf(!existsSync(PHOTOS))(`photo questions on oracle twins (skipped: no ${PHOTOS})`, () => {
  it('are answered well where perception is perfect; colours need pixels and are left to the browser', async () => {
    const rows = (await evaluateOracle(PHOTOS)).filter(({ kind }) => kind !== 'attribute');
    const { accuracy, overall } = summarizeScores(rows);
    expect(accuracy).toBeGreaterThanOrEqual(0.85);
    expect(overall).toBeGreaterThanOrEqual(0.85);
  });
});
