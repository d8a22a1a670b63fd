import { describe, expect, it } from 'vitest';
import { clevrWorld } from './clevr/world.ts';
import { normalForm } from './normalForm.ts';

const formOf = (source: string): string => {
  const form = normalForm(source);
  if (!form.ok) throw new Error(form.error);
  return form.value;
};

describe('the normal form of a program', () => {
  it('is the same for a line a node and for nested calls, in whatever order filters come', () => {
    const nested =
      'a = unique(filter(filter(scene(), "size", "large"), "color", "red"))\nvalue(count(relate(a, "left")))';
    const lines = [
      'n0 = scene()',
      'n1 = filter(n0, "color", "red")',
      'n2 = filter(n1, "size", "large")',
      'n3 = unique(n2)',
      'n4 = relate(n3, "left")',
      'n5 = count(n4)',
    ].join('\n');
    expect(formOf(nested)).toBe(formOf(lines));
  });

  it('orders the arguments of what is symmetric and of nothing else', () => {
    const [cats, dogs] = ['count(find("cat"))', 'count(find("dog"))'];
    expect(formOf(`equal(${dogs}, ${cats})`)).toBe(formOf(`equal(${cats}, ${dogs})`));
    expect(formOf(`less(${dogs}, ${cats})`)).not.toBe(formOf(`less(${cats}, ${dogs})`));
  });

  it('orders long runs of filters', () => {
    const filtered = (...words: readonly string[]): string =>
      words.reduce((set, word) => `filter(${set}, "color", "${word}")`, 'scene()');
    expect(formOf(filtered('c', 'a', 'd', 'b'))).toBe(filtered('a', 'b', 'c', 'd'));
  });

  it('leaves out lines that nothing reads', () => {
    expect(formOf('a = scene()\nb = find("cat")\nvalue(count(b))')).toBe('count(find("cat"))');
  });

  it('is its own normal form', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const form = formOf(clevrWorld.sample(seed).program);
      expect(formOf(form)).toBe(form);
    }
  });

  it('says why there is none', () => {
    expect(normalForm('a = count(')).toMatchObject({ ok: false });
  });
});
