import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TINY_CONFIG, untrainedFiles } from '../../../test/support/textModels.ts';
import { createConstraint } from '../../reasoning/constraint/index.ts';
import { constrainTokens } from './constrained.ts';
import { readTextModel, type TextModel, type WriteEnd, type WriteRequest } from './textModel.ts';

const REQUEST: WriteRequest = {
  prompt: 'question: "how many dogs?"\n',
  transcript: '',
  video: false,
  constrained: true,
  temperature: 1,
  topP: 1,
  seed: 1,
  maxNewTokens: 60,
};

function written(model: TextModel, request: WriteRequest): { readonly text: string; readonly end: WriteEnd } {
  const writing = model.write(request);
  let text = '';
  for (;;) {
    const next = writing.next();
    if (next.done) return { text, end: next.value };
    text += next.value.text;
  }
}

describe('a text model', () => {
  const model = readTextModel(untrainedFiles());

  it('writes only what a rollout may go on with where it is held to it, whatever its weights', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0, 0.7, 2), (seed, temperature) => {
        const { text } = written(model, { ...REQUEST, seed, temperature });
        expect(createConstraint().accepts(text.replace(/\uFFFD$/, '')), text).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('goes on behind results, inside the constraint that their plan left', () => {
    const transcript = '<reason></reason><plan>a = find("é")</plan>\n<results>\na = {}\n</results>\n';
    const { text } = written(model, { ...REQUEST, transcript });
    const constraint = createConstraint();
    constraint.advance('<reason></reason><plan>a = find("é")</plan>');
    constraint.inject('a = {}');
    expect(constraint.accepts(text)).toBe(true);
  });

  it('writes freely where it is not', () => {
    const { text } = written(model, { ...REQUEST, constrained: false, maxNewTokens: 40 });
    expect(text.length).toBeGreaterThan(0);
    expect(createConstraint().accepts(text)).toBe(false);
  });

  it('gives the same text for the same seed, whatever it wrote before', () => {
    const first = written(model, REQUEST);
    const other = written(model, { ...REQUEST, seed: 2, prompt: 'question: "is there a cat?"\n' });
    expect(other.text).not.toBe(first.text);
    expect(written(model, REQUEST)).toEqual(first);
    const fresh = readTextModel(untrainedFiles());
    expect(written(fresh, REQUEST)).toEqual(first);
  });

  it('pauses while it reads a long prompt, so that whoever waits can end it', () => {
    const writing = readTextModel(untrainedFiles()).write({ ...REQUEST, prompt: 'x'.repeat(200) });
    const pauses = Array.from({ length: 6 }, () => writing.next().value);
    expect(pauses).toEqual(pauses.map(() => ({ text: '' })));
    writing.return('no-room');
  });

  it('ends where its positions end, and refuses a prompt that fills them', () => {
    const short = readTextModel(untrainedFiles({ ...TINY_CONFIG, maxPositions: 40 }));
    expect(written(short, { ...REQUEST, prompt: 'a', temperature: 0 }).end).toBe('no-room');
    expect(() => written(short, REQUEST)).not.toThrow();
    expect(() => written(short, { ...REQUEST, prompt: 'x'.repeat(40) })).toThrow(/reads at most 39/);
  });

  it('refuses files that do not belong together', () => {
    const files = untrainedFiles();
    const small = untrainedFiles({ ...TINY_CONFIG, vocabSize: 100 });
    expect(() => readTextModel({ ...small, 'tokenizer.json': files['tokenizer.json'] })).toThrow(
      /267 tokens, the model 100/,
    );
    expect(() => readTextModel({ ...files, 'config.json': new Uint8Array([1]) })).toThrow(/config.json/);
  });
});

describe('tokens held to a constraint', () => {
  const { tokenizer } = readTextModel(untrainedFiles());
  const [bytes] = [[...new TextEncoder().encode('é')]];

  const tokenOf = (...wanted: readonly number[]): number =>
    Array.from({ length: tokenizer.size }, (_, token) => token).findIndex((token) => {
      const own = tokenizer.bytesOf(token);
      return own.length === wanted.length && own.every((byte, index) => byte === wanted[index]);
    });

  it('may be parts of a character where any character may come', () => {
    const constraint = createConstraint();
    constraint.advance('<reason>');
    const tokens = constrainTokens(tokenizer, TINY_CONFIG.eosToken, constraint);
    const [first = 0, second = 0] = bytes;
    expect(tokens.allows(tokenOf(second))).toBe(false);
    expect(tokens.allows(tokenOf(first))).toBe(true);
    tokens.take(tokenOf(first));
    expect(tokens.allows(tokenOf('a'.charCodeAt(0)))).toBe(false);
    expect(tokens.allows(TINY_CONFIG.eosToken)).toBe(false);
    tokens.take(tokenOf(second, first)); // the end of one and the beginning of another
    tokens.take(tokenOf(second));
    expect(constraint.accepts('</reason>')).toBe(true);
  });

  it('may not be parts of a character where only signs of the grammar may come', () => {
    const tokens = constrainTokens(tokenizer, TINY_CONFIG.eosToken, createConstraint());
    expect(tokens.allows(tokenOf(bytes[0] ?? 0))).toBe(false);
    expect(tokens.allows(tokenOf('<'.charCodeAt(0), 'r'.charCodeAt(0)))).toBe(true);
    expect(tokens.allows(tokenOf('<'.charCodeAt(0), '/'.charCodeAt(0)))).toBe(false);
  });

  it('are masked one by one as they are allowed', () => {
    const constraint = createConstraint();
    const tokens = constrainTokens(tokenizer, TINY_CONFIG.eosToken, constraint);
    for (const text of ['', '<', 'reason>', 'x', '</reason>', '<answer>', 'none(', ')', '</answer>']) {
      constraint.advance(text);
      const mask = tokens.mask();
      expect([...mask]).toEqual(Array.from(mask, (_, token) => Number(tokens.allows(token))));
    }
    expect(tokens.allows(TINY_CONFIG.eosToken)).toBe(true);
  });
});
