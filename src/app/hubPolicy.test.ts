import { describe, expect, it } from 'vitest';
import { sceneTwin } from '../../test/support/scenes.ts';
import { hubModelsFor } from '../perception/hub/catalogue.ts';
import type { HubModel } from '../perception/hub/types.ts';
import { ask } from '../reasoning/ask.ts';
import { chatMessages } from '../reasoning/policies/chat/messages.ts';
import type { HubHost } from './hubHost.ts';
import { createHubPolicy } from './hubPolicy.ts';

const twin = sceneTwin([
  ['cup', [10, 10, 90, 90], 2],
  ['cup', [100, 10, 190, 90], 3],
]);

function language(): HubModel {
  const [model] = hubModelsFor('policy');
  if (!model) throw new Error('the catalogue has no language model');
  return model;
}

const written = { end: 'turn', readTokens: 9, tokens: 5, firstTokenMs: 1, ms: 2 } as const;
const TURNS = [
  '<reason>Wanted: a number.</reason>\n<plan>\ncups = find("cup")\nnumber = count(cups)\n</plan>',
  '<reason>Known.</reason>\n<answer>value(number)</answer>',
];

const policyWith = (write: HubHost['write']) =>
  createHubPolicy({ model: language(), host: async () => ({ write }) });

describe('a language model of the hub as a policy', () => {
  it('answers with what its turns write, told of the results between them', async () => {
    const asked: { transcript: string; constrained: boolean; messages: unknown }[] = [];
    const policy = policyWith(async (_model, request, options) => {
      asked.push(request);
      for (const character of TURNS[asked.length - 1] ?? '') options?.onText?.(character);
      return written;
    });
    const { record } = await ask('How many cups are there?', twin, { id: 'a', now: () => 0, policy });
    expect(record.policy).toBe('hub');
    expect(record.execution?.answer).toMatchObject({ value: 2 });
    expect(asked.map(({ transcript }) => transcript.includes('<results>'))).toEqual([false, true]);
    expect(asked[0]).toMatchObject({ constrained: true });
    expect(asked[1]?.messages).toEqual(asked[0]?.messages);
    expect(record.trace?.prompt).toBeDefined();
  });

  it('lets go of the model when the person stops, while it reads', async () => {
    let signal: AbortSignal | undefined;
    const policy = policyWith((_model, _request, options) => {
      signal = options?.signal;
      return new Promise(() => undefined);
    });
    const stopped = Promise.resolve('cancelled' as const);
    const asking = ask('How many cups are there?', twin, { id: 'a', now: () => 0, policy, stopped });
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => signal?.aborted).toBe(true);
  });

  it('ends in a failed rollout, with the reason, where the model fails', async () => {
    const policy = policyWith(() => Promise.reject(new Error('the worker is gone')));
    const { record } = await ask('How many cups are there?', twin, { id: 'a', now: () => 0, policy });
    expect(record.execution?.answer).toBeUndefined();
    expect(JSON.stringify(record.trace)).toContain('the worker is gone');
  });

  it('reads the examples, then the prompt', () => {
    expect(chatMessages('the prompt').map(({ content }) => content.includes('the prompt'))).toEqual([
      false,
      true,
    ]);
  });
});
