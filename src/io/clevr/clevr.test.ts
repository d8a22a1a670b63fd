import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import { checkProgram } from '../../twin/query/check.ts';
import { runProgram } from '../../twin/query/execute.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import { programFromClevr } from './program.ts';
import { type ClevrNode, clevrQuestionsSchema, clevrSceneSchema } from './schema.ts';
import { clevrRelations, twinFromClevr } from './twinFromScene.ts';

const thing = (size: string, color: string, shape: string, column: number, distance: number) => ({
  size,
  color,
  material: 'rubber',
  shape,
  '3d_coords': [0, 0, 0],
  pixel_coords: [column, 120, distance],
});

const FILE = {
  image_index: 3,
  image_filename: 'CLEVR_val_000003.png',
  objects: [thing('large', 'red', 'cube', 40, 9), thing('small', 'blue', 'sphere', 318, 12)],
  relationships: { left: [[], [0]], right: [[1], []], front: [[], [0]], behind: [[1], []] },
};

const scene = clevrSceneSchema.parse(FILE);

const node = (name: string, inputs: number[] = [], values: string[] = []): ClevrNode => ({
  name,
  inputs,
  values,
  output: undefined,
});

const translated = (...nodes: ClevrNode[]): string => {
  const program = programFromClevr(nodes);
  if (!program.ok) throw new Error(program.error);
  return program.value;
};

describe('a CLEVR scene as a twin', () => {
  it('is sound, boxes at the edge of the image included', () => {
    const failed = checkIntegrity(twinFromClevr(scene)).filter(({ passed }) => !passed);
    expect(failed).toEqual([]);
  });

  it('places objects where a pinhole camera of 35 mm sees them', () => {
    const [first] = twinFromClevr(scene).objects;
    const [x, y, z] = first?.states[0]?.position ?? [];
    expect(x).toBeCloseTo((-120 * 9) / 350);
    expect(y).toBeCloseTo(0);
    expect(z).toBe(-9);
  });

  it('takes relations from the file and from nowhere else', () => {
    const relate = clevrRelations(scene);
    expect(relate('o1', 'left_of', 'o2')).toMatchObject({ because: { given: 'left' } });
    expect(relate('o2', 'left_of', 'o1')).toBeUndefined();
    expect(relate('o1', 'on', 'o2')).toBeUndefined();
    expect(relate('o1', 'left_of', 'o9')).toBeUndefined();
  });

  it('is refused when relations do not fit the objects', () => {
    const short = { ...FILE, relationships: { ...FILE.relationships, left: [[]] } };
    const beyond = { ...FILE, relationships: { ...FILE.relationships, left: [[7], []] } };
    for (const file of [short, beyond]) expect(clevrSceneSchema.safeParse(file).success).toBe(false);
  });
});

describe('a CLEVR program in the query language', () => {
  it('keeps every node as a line and gives the answer of the scene', () => {
    const source = translated(
      node('scene'),
      node('filter_shape', [0], ['sphere']),
      node('unique', [1]),
      node('relate', [2], ['left']),
      node('unique', [3]),
      node('query_color', [4]),
    );
    expect(source.split('\n')[1]).toBe('n1 = filter(n0, "shape", "sphere")');
    const { answer } = runProgram(source, twinFromClevr(scene), { relate: clevrRelations(scene) });
    expect(answer?.value).toBe('red');
  });

  it.each([
    [node('same_size', [0]), 'same(n0, "size")'],
    [node('equal_material', [0, 1]), 'equal(n0, n1)'],
    [node('equal_integer', [0, 1]), 'equal(n0, n1)'],
    [node('less_than', [0, 1]), 'less(n0, n1)'],
    [node('greater_than', [0, 1]), 'greater(n0, n1)'],
    [node('intersect', [0, 1]), 'intersect(n0, n1)'],
    [node('relate', [0], ['behind']), 'relate(n0, "behind")'],
  ])('writes %o', (last, call) => {
    expect(translated(node('scene'), node('scene'), last).split('\n')[2]).toBe(`n2 = ${call}`);
  });

  it('quotes values, which can not become calls', () => {
    const source = translated(node('scene'), node('filter_color', [0], ['red") mask(n0']));
    const program = parseProgram(source);
    expect(program.ok && checkProgram(program.value).ok).toBe(true);
    expect(program.ok && program.value.assignments).toHaveLength(2);
  });

  it.each([
    [[node('scene'), node('filter_weight', [0], ['2'])], 'node 1: there is no function “filter_weight”'],
    [[node('constructor')], 'node 0: there is no function “constructor”'],
    [[node('count', [0])], 'node 0 takes its input from a later one'],
  ])('names the node that is wrong', (nodes, error) => {
    expect(programFromClevr(nodes)).toEqual({ ok: false, error });
  });

  it('is read with the key names of either release', () => {
    const file = (program: unknown) => ({
      questions: [{ image_index: 0, question: '?', answer: 1, program: [program] }],
    });
    const old = clevrQuestionsSchema.parse(file({ function: 'scene', inputs: [], value_inputs: [] }));
    const recent = clevrQuestionsSchema.parse(file({ type: 'scene', inputs: [], side_inputs: [] }));
    expect(recent).toEqual(old);
  });
});
