import { describe, expect, it } from 'vitest';
import { STREET } from '../../../test/support/scenes.ts';
import { checkProgram } from '../../twin/query/check.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import { printProgram } from '../../twin/query/printer.ts';
import type { Program } from '../../twin/query/syntax.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { retask, taskOf } from './retask.ts';
import { withNeeds } from './withNeeds.ts';

function parse(source: string): Program {
  const program = parseProgram(source);
  if (!program.ok) throw new Error(program.error.message);
  return program.value;
}

const printed = (program: Program | undefined): string | undefined => program && printProgram(program);

describe('another task for the same question', () => {
  it.each([
    ['value(count(find("car")))', 'mask', 'answer = mask(need(find("car"), "mask"))'],
    ['a = find("car")\nvalue(count(a))', 'box', 'a = find("car")\nanswer = box(a)'],
    ['a = find("car")\nb = need(a, "mask")\nmask(b)', 'value', 'a = find("car")\nanswer = value(a)'],
    ['a = query(find("car"), "color")\nvalue(a)', 'box', 'answer = box(find("car"))'],
    ['summary()', 'box', 'answer = box(scene())'],
    ['box(find("car"))', 'summary', 'answer = summary()'],
    ['value(exist(find("car")))', 'value', 'answer = value(exist(find("car")))'],
  ] as const)('%s as %s', (source, task, expected) => {
    const program = retask(parse(source), task);
    expect(printed(program)).toBe(expected);
    expect(program && checkProgram(program).ok).toBe(true);
    expect(program && taskOf(program)).toBe(task);
  });

  it('is not there for a program about no objects', () => {
    expect(retask(parse('value(3)'), 'mask')).toBeUndefined();
    expect(retask(parse('none("nothing")'), 'box')).toBeUndefined();
  });
});

describe('needs', () => {
  const bare: Twin = {
    ...STREET,
    objects: STREET.objects.map((object) => ({
      ...object,
      attributes: {},
      states: object.states.map(({ depth: _, ...state }) => state),
    })),
  };

  it.each([
    ['filter(find("car"), "color", "red")', 'filter(need(find("car"), "attributes"), "color", "red")'],
    ['filter(find("car"), "position", "left")', 'filter(find("car"), "position", "left")'],
    ['query(find("car"), "color")', 'query(need(find("car"), "attributes"), "color")'],
    ['argmin(find("car"), "distance")', 'argmin(need(find("car"), "depth"), "distance")'],
    ['argmin(find("car"), "distance", find("bus"))', 'argmin(find("car"), "distance", find("bus"))'],
    [
      'relate(find("bus"), "behind", scene())',
      'relate(need(find("bus"), "depth"), "behind", need(scene(), "depth"))',
    ],
    ['relate(find("bus"), "left_of")', 'relate(find("bus"), "left_of")'],
    ['count(find("car"))', 'count(find("car"))'],
  ])('of a twin of labels alone: %s', (source, expected) => {
    expect(printed(withNeeds(parse(source), bare))).toBe(`answer = ${expected}`);
  });

  it('are none where the twin was built with what the program reads', () => {
    const program = parse('filter(relate(find("bus"), "behind", scene()), "color", "red")');
    expect(withNeeds(program, STREET)).toBe(program);
    expect(withNeeds(program, { ...bare, objects: [] })).toBe(program);
  });
});
