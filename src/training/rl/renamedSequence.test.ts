import { describe, expect, it } from 'vitest';
import type { Renaming } from '../worlds/clevr/rename.ts';
import { renamedSequence } from './renamedSequence.ts';
import type { Vocabulary } from './rowDriver.ts';

/** One token a byte; 0 begins and 1 ends. */
const bytes: Vocabulary = {
  encode: (text) => [...new TextEncoder().encode(text)].map((byte) => byte + 2),
  bytesOf: (token) => (token < 2 ? new Uint8Array() : Uint8Array.of(token - 2)),
  size: 258,
};
const RENAMING: Renaming = {
  values: { red: 'blue', blue: 'red', cube: 'sphere', sphere: 'cube', large: 'large' },
  mirrored: true,
  turned: false,
};
const EOS = 1;

function sequenceOf(prompt: string, rollout: string, { ended = true, given = '' } = {}) {
  const [asked, told, wrote] = [bytes.encode(prompt), bytes.encode(given), bytes.encode(rollout)];
  const first = bytes.encode('x');
  return {
    tokens: [0, ...asked, ...(given ? [...first, ...told] : []), ...wrote, ...(ended ? [EOS] : [])],
    written: [
      ...[0, ...asked].map(() => false),
      ...(given ? [true, ...told.map(() => false)] : []),
      ...wrote.map(() => true),
      ...(ended ? [true] : []),
    ],
  };
}

describe('a rollout in another naming', () => {
  it('changes the same values in question and program, and keeps which tokens were written', () => {
    const before = sequenceOf(
      'Is the café’s red cube left of an orb?\n',
      '<answer>filter(relate(filter(scene(), "shape", "sphere"), "left"), "color", "red")</answer>',
    );
    const after = sequenceOf(
      'Is the café’s blue sphere right of a box?\n',
      '<answer>filter(relate(filter(scene(), "shape", "cube"), "right"), "color", "blue")</answer>',
    );
    expect(renamedSequence(before, RENAMING, bytes, EOS)).toEqual(after);
  });

  it('ends with the end token only where the rollout did', () => {
    const cut = sequenceOf('What is red?\n', '<answer>filter(scene(), "color", "re', { ended: false });
    const renamed = renamedSequence(cut, RENAMING, bytes, EOS);
    expect(renamed).toEqual(
      sequenceOf('What is blue?\n', '<answer>filter(scene(), "color", "re', { ended: false }),
    );
  });

  it('leaves a rollout alone whose results are of its own scene, and one that wrote nothing', () => {
    const told = sequenceOf('What is red?\n', '<answer>"red"</answer>', { given: 'a red cube' });
    expect(renamedSequence(told, RENAMING, bytes, EOS)).toEqual(told);
    const silent = { tokens: [0, 5], written: [false, false] };
    expect(renamedSequence(silent, RENAMING, bytes, EOS)).toEqual(silent);
  });
});
