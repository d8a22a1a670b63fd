import { describe, expect, it } from 'vitest';
import { encodeRle, rleArea, rleBox } from '../geometry/rle.ts';
import { checkIntegrity } from '../integrity/integrity.ts';
import type { Twin, TwinObject } from '../schema/twin.ts';
import { relationsAt } from './relations.ts';
import type { Relation } from './types.ts';

/** Pixels of one character of a picture: masks of a few pixels would touch everything. */
const SCALE = 10;

/** The twin of a drawn scene: one object a label, its mask where its character is. Depths in metres where given. */
function twinOf(
  picture: readonly string[],
  labels: Readonly<Record<string, string>>,
  depths: Readonly<Record<string, number>> = {},
): Twin {
  const [width, height] = [SCALE * (picture[0]?.length ?? 0), SCALE * picture.length];
  const objects = Object.entries(labels).map(([character, label]): TwinObject => {
    const bitmap = Uint8Array.from({ length: width * height }, (_, i) =>
      picture[Math.floor(i / width / SCALE)]?.[Math.floor((i % width) / SCALE)] === character ? 1 : 0,
    );
    const mask = encodeRle(bitmap, width, height);
    const box = rleBox(mask) ?? [0, 0, 0, 0];
    const mean = depths[character];
    const depth =
      mean === undefined ? {} : { depth: { mean, std: 1, min: 0, max: 99, unit: 'm' as const, by: 0 } };
    return {
      id: character,
      label,
      score: 1,
      attributes: {},
      states: [
        {
          frame: 0,
          timeUs: 0,
          box,
          by: 0,
          mask,
          area: rleArea(mask),
          center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
          ...depth,
        },
      ],
    };
  });
  return {
    type: 'twin',
    version: 1,
    source: { kind: 'image', name: 'a.png', width, height, frameCount: 1, durationUs: 0, sha256: '' },
    camera: { verticalFovDeg: 50, estimated: true },
    objects,
    log: [{ tool: 'segment', model: 'm', revision: '', device: 'cpu', dtype: '', args: {}, ms: 0 }],
  };
}

const found = (twin: Twin, predicate: Relation['predicate']): Relation[] => [
  ...relationsAt(twin, 0, { predicates: [predicate] }),
];
const names = (relations: readonly Relation[]): string[] =>
  relations.map(({ subject, object }) => `${subject} ${object}`);

const withoutMasks = (twin: Twin): Twin => ({
  ...twin,
  objects: twin.objects.map((object) => ({
    ...object,
    states: object.states.map(({ mask: _mask, area: _area, ...state }) => state),
  })),
});

describe('contact from masks', () => {
  // A round table seen from above: the corner of its box is floor.
  const picture = [
    '....tttttttt....',
    '..ttttttccttttt.',
    'ttttttttccttttt.',
    'tttttttttttttttt',
    '..tttttttttttttt',
    '....tttttttttt..',
    'bb....tttttt....',
    'bb..............',
    'bb..............',
    '......tttt......',
  ];
  const twin = twinOf(picture, { t: 'dining table', c: 'cup', b: 'bottle' });

  it('holds for what ends on the object', () => {
    expect(checkIntegrity(twin).filter(({ passed }) => !passed)).toEqual([]);
    const [cup] = found(twin, 'on');
    expect(cup).toMatchObject({ subject: 'c', object: 't', because: { contact: 1, contactFrom: 0.3 } });
  });

  it('does not hold for what stands beside the object, inside of its box', () => {
    expect(names(found(withoutMasks(twin), 'on'))).toEqual(['c t', 'b t']);
    expect(names(found(twin, 'on'))).toEqual(['c t']);
  });

  it('is mere touching where feet hang down', () => {
    const rider = ['...pp...', '...pp...', 'hhhpphhh', 'hhhpphhh', '...pp...', 'h......h'];
    const [relation] = found(twinOf(rider, { p: 'person', h: 'horse' }), 'on');
    expect(relation).toMatchObject({ subject: 'p', object: 'h', because: { contact: 1, carrier: 'mount' } });
  });
});

describe('depth order from masks', () => {
  const picture = ['aaaaaaaa', 'aaaaaaaa', 'aabbbbaa', 'aabbbbaa', '..bbbb..'];
  const labels = { a: 'car', b: 'car' };

  it('is told by what covers what where there are no depths, and says so', () => {
    const [relation, ...others] = found(twinOf(picture, labels), 'in_front_of');
    expect(others).toEqual([]);
    expect(relation).toMatchObject({ subject: 'b', object: 'a', because: { covers: 1 } });
    expect(relation?.because.cue).toContain('one mask fills a bay of the other');
    expect(names(found(twinOf(picture, labels), 'behind'))).toEqual(['a b']);
  });

  it('decides between depths that differ little, and gives way to depths that differ much', () => {
    const near = found(twinOf(picture, labels, { a: 5, b: 5 }), 'in_front_of');
    expect(near).toMatchObject([{ subject: 'b', object: 'a', because: { sigmas: 1, covers: 1 } }]);
    expect(names(found(twinOf(picture, labels, { a: 5, b: 9 }), 'in_front_of'))).toEqual(['a b']);
  });

  it('is not told by what lies on something', () => {
    const cake = ['tttttttt', 'tttccttt', 'tttccttt', 'tttttttt'];
    const twin = twinOf(cake, { t: 'dining table', c: 'cake' }, { t: 2, c: 2 });
    expect(names(found(twin, 'on'))).toEqual(['c t']);
    expect(found(twin, 'in_front_of')).toEqual([]);
  });

  it('is not told by masks of very different size', () => {
    const phone = [
      'aaaaaaaaaaaa',
      'aaaaaaaaaaaa',
      'aaaaaaaaaaaa',
      'aaaaaaaaaaaa',
      'aaaaaaaaaaaa',
      'aaaaaabaaaaa',
      'aaaaaa.aaaaa',
    ];
    expect(found(twinOf(phone, labels, { a: 5, b: 5 }), 'in_front_of')).toEqual([]);
  });
});
