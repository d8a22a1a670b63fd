import { beforeAll, describe, expect, it, vi } from 'vitest';
import { tinyRandomLanguageModel } from '../../../scripts/models/tiny/languageModel.ts';
import type { Transformers } from '../../../src/perception/hub/runtime/pretrained.ts';
import { loadTextGeneration } from '../../../src/perception/hub/tasks/textGeneration.ts';
import type { WriteTask } from '../../../src/perception/hub/tasks/types.ts';
import type { Written } from '../../../src/perception/hub/writing/types.ts';
import { constraintBehind } from '../../../src/reasoning/constraint/index.ts';
import { englishLexicon } from '../../../src/reasoning/knowledge/lexicon.ts';
import type { Policy } from '../../../src/reasoning/rollout/policy.ts';
import { runRollout } from '../../../src/reasoning/rollout/rollout.ts';
import { sceneTwin } from '../../support/scenes.ts';
import { pretrained, startTransformers } from '../../support/transformers.ts';

// Real transformers.js, real ONNX Runtime, a real byte-level tokenizer; only the weights are random.

const twin = sceneTwin([
  ['dog', [10, 10, 90, 90], 4.2],
  ['cup', [40, 20, 60, 50], 2],
]);
const MESSAGES = [
  { role: 'system', content: 'Write rollouts. '.repeat(20) },
  { role: 'user', content: 'question: “Gibt es Stühle?” 你好' },
] as const;

let lib: Transformers;
beforeAll(async () => {
  lib = await startTransformers();
});

const load = (seed = 1): Promise<WriteTask> =>
  loadTextGeneration(pretrained(lib, tinyRandomLanguageModel(seed)));

interface Turn {
  readonly transcript?: string;
  readonly constrained?: boolean;
  readonly maxTokens?: number;
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
}

async function write(task: WriteTask, turn: Turn = {}): Promise<Written & { readonly texts: string[] }> {
  const { transcript = '', constrained = true, maxTokens = 2000, onText } = turn;
  const texts: string[] = [];
  const written = await task.write(
    { messages: MESSAGES, transcript, maxTokens },
    constrained ? constraintBehind(transcript) : undefined,
    {
      signal: turn.signal ?? new AbortController().signal,
      progress: ({ text }) => {
        if (text === undefined) return;
        texts.push(text);
        onText?.(text);
      },
    },
  );
  return { ...written, texts };
}

describe('a language model under the constraint', () => {
  it.each([1, 2])('writes a well-formed rollout even from random weights (%i)', async (seed) => {
    const task = await load(seed);
    const policy: Policy = {
      id: 'random',
      async *write({ transcript }) {
        yield* (await write(task, { transcript })).texts;
      },
    };
    const rollout = await runRollout({
      prompt: '',
      twin,
      policy,
      lexicon: englishLexicon,
      refine: async () => ({ refused: 'no tool is at hand' }),
      limits: { tokens: 20_000 },
      now: () => 0,
    });
    expect(rollout.outcome.kind).toBe('answered');
    expect(rollout.segments.filter(({ tag }) => tag === 'plan').length).toBeGreaterThan(0);
  });

  it('gives its text piece by piece, and goes on behind results from what it has read', async () => {
    const task = await load();
    const first = await write(task);
    expect(first.end).toBe('turn');
    expect(first.texts.length).toBe(first.tokens);
    expect(first.texts.join('')).toMatch(/<\/plan>$/);
    expect(first.readTokens).toBeGreaterThan(300);
    const transcript = `${first.texts.join('')}\n<results>\n</results>\n`;
    const second = await write(task, { transcript });
    expect(second.readTokens).toBeLessThan(40);
    // Another conversation is read from its beginning, and comes to the same.
    const afresh = await write(await load(), { transcript });
    expect(afresh.readTokens).toBeGreaterThan(300);
    expect(afresh.texts).toEqual(second.texts);
  });

  it('stops at the next token, and writes again afterwards', async () => {
    const task = await load();
    const stop = new AbortController();
    let heard = 0;
    const onText = (): void => {
      heard += 1;
      if (heard === 3) stop.abort();
    };
    await expect(write(task, { signal: stop.signal, onText })).rejects.toMatchObject({ code: 'cancelled' });
    expect(heard).toBe(3);
    expect((await write(task)).end).toBe('turn');
  });

  it('lets go of keys and values at the end, after a stop, and for another conversation', async () => {
    const dispose = vi.spyOn(Object.getPrototypeOf(new lib.DynamicCache()), 'dispose');
    const task = await load();
    const plan = await write(task);
    expect(dispose).not.toHaveBeenCalled();
    await write(task, { maxTokens: 1 });
    expect(dispose).toHaveBeenCalledTimes(2);
    await write(task, { maxTokens: 1 });
    expect(dispose).toHaveBeenCalledTimes(3);
    expect(plan.end).toBe('turn');
    dispose.mockRestore();
  });

  it('writes anything without it, to the last token that it may write', async () => {
    const free = await write(await load(), { constrained: false, maxTokens: 24 });
    expect(free).toMatchObject({ end: 'no-room', tokens: 24 });
    expect(() => constraintBehind(free.texts.join(''))).toThrow(RangeError);
  });

  it('answers its test with one number for each token', async () => {
    const task = await load();
    const card = new Uint8ClampedArray(4);
    const picture = { pixels: new lib.RawImage(card, 1, 1, 4), image: { width: 1, height: 1 } };
    const logits = await task.probe(picture);
    expect(logits.length).toBeGreaterThan(256);
    expect(logits.every(Number.isFinite)).toBe(true);
    expect(await task.probe(picture)).toEqual(logits);
  });

  it('names the file that is missing', async () => {
    const tiny = tinyRandomLanguageModel();
    const source = pretrained(lib, tiny, 'tokenizer.json');
    await expect(loadTextGeneration(source)).rejects.toThrow(/tokenizer\.json/);
  });
});
