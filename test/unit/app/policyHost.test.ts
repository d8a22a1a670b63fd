import { afterEach, describe, expect, it } from 'vitest';
import { createPolicies } from '../../../src/app/policies.ts';
import { createPolicyHost, type PolicyHost } from '../../../src/app/policyHost.ts';
import { ask } from '../../../src/reasoning/ask.ts';
import { createConstraint } from '../../../src/reasoning/constraint/index.ts';
import type { PolicySpeed } from '../../../src/store/slices/policies.ts';
import type { ModelFiles } from '../../../src/training/model/textModel.ts';
import { policyContract, type Written } from '../../../workers/contracts/policy.ts';
import { policyHandlers } from '../../../workers/policyHandlers.ts';
import { serve } from '../../../workers/rpc/server.ts';
import { InThreadWorker } from '../../fixtures/inThreadWorker.ts';
import { sceneTwin } from '../../support/scenes.ts';
import { untrainedFiles } from '../../support/textModels.ts';

const twin = sceneTwin([['dog', [10, 10, 90, 90], 4.2]]);
const hosts: PolicyHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
});

const bytes = (part: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(part);

const given = (files: ModelFiles) => ({
  'config.json': bytes(files['config.json']),
  'tokenizer.json': bytes(files['tokenizer.json']),
  'tokenizer_config.json': bytes(files['tokenizer_config.json']),
  'model.safetensors': bytes(files['model.safetensors']),
});

/** A host over a worker in this thread, whose clock goes on by 30 ms a look: it pauses after every token. */
function createHost() {
  const files = untrainedFiles();
  const counts = { spawned: 0, pauses: 0 };
  const host = createPolicyHost({
    model: {
      id: 'nano',
      given: given(files),
    },
    spawn: () => {
      counts.spawned += 1;
      let time = 0;
      const handlers = policyHandlers({
        siteRoot: new URL('https://example.org/'),
        now: () => {
          time += 30;
          return time;
        },
        pause: () => {
          counts.pauses += 1;
          return new Promise((resolve) => setTimeout(resolve, 0));
        },
      });
      return new InThreadWorker((endpoint) => serve(policyContract, handlers, endpoint));
    },
    manifest: () => Promise.reject(new Error('the files are given')),
  });
  hosts.push(host);
  return { host, counts };
}

const TURN = { prompt: 'question: "how many dogs?"\n', transcript: '', video: false };
const never = new AbortController().signal;

describe('the policy of a worker', () => {
  it('streams what the model writes, in pieces that make one well-formed beginning', async () => {
    const { host } = createHost();
    const policy = host.policy({}, { maxNewTokens: 20 });
    const pieces: string[] = [];
    for await (const text of policy.write(TURN)) pieces.push(text);
    expect(pieces.length).toBeGreaterThan(5);
    expect(createConstraint().accepts(pieces.join(''))).toBe(true);
  });

  it('loads its model once, and says what it is', async () => {
    const { host, counts } = createHost();
    const [first, second] = [await host.load(), await host.load()];
    expect(second).toBe(first);
    expect(counts.spawned).toBe(1);
    expect(first).toMatchObject({ maxPositions: 512 });
    expect(first.bytes).toBeGreaterThan(first.parameters * 4);
  });

  it('stops in the worker when nobody reads on', async () => {
    const { host, counts } = createHost();
    for await (const _text of host.policy().write(TURN)) break;
    await host.load();
    const pauses = counts.pauses;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(counts.pauses - pauses).toBeLessThan(3);
  });

  it('stops at once when it is told to, and writes again afterwards', async () => {
    const { host } = createHost();
    const controller = new AbortController();
    const read = async (): Promise<number> => {
      let count = 0;
      for await (const _text of host.policy({ signal: controller.signal }).write(TURN)) {
        count += 1;
        if (count === 3) controller.abort();
      }
      return count;
    };
    await expect(read()).rejects.toMatchObject({ code: 'cancelled' });
    const again = host.policy({}, { maxNewTokens: 4 }).write(TURN)[Symbol.asyncIterator]();
    expect((await again.next()).done).toBe(false);
    await again.return?.();
  });

  it('tells its speed, and gives an honest record where it did not answer', async () => {
    const { host } = createHost();
    const speeds: PolicySpeed[] = [];
    const policies = createPolicies({
      nano: host,
      hub: async () => undefined,
      onSpeed: (_id, speed) => speeds.push(speed),
    });
    const policy = await policies.policy('nano', never);
    const texts: string[] = [];
    const options = { id: 'a', now: () => 0, policy, onText: (text: string) => texts.push(text) };
    const { record } = await ask('How many dogs?', twin, options);
    expect(record.policy).toBe('nano');
    expect(record.trace?.prompt.text).toBe('question: "How many dogs?"\n');
    expect(speeds[0]?.tokensPerSecond).toBeGreaterThan(0);
    const written = record.trace?.segments.map(({ tag, text }) => `<${tag}>${text}</${tag}>`).join('') ?? '';
    const all = `${written}${record.trace?.unread ?? ''}`;
    // An untrained model may write anything; what it wrote is all there.
    expect(all.replaceAll(/\s/g, '').length).toBeGreaterThan(0);
    expect(texts.at(-1)?.replaceAll(/\s/g, '')).toBe(all.replaceAll(/\s/g, ''));
  });

  it('tells its speed where the reader ends at the close of a plan, before the worker has said that it is done', async () => {
    const files = untrainedFiles();
    const spoken: Written[] = [];
    const host = createPolicyHost({
      model: { id: 'nano', given: given(files) },
      spawn: () =>
        new InThreadWorker((endpoint) =>
          serve(
            policyContract,
            {
              load: () => ({ parameters: 1, maxPositions: 512, bytes: 1, loadMs: 0 }),
              write: (_args, { progress }) => {
                progress({ text: '<reason></reason><plan>a = 1</plan>' });
                return { end: 'turn' as const, tokens: 12, firstTokenMs: 5, ms: 16 };
              },
            },
            endpoint,
          ),
        ),
      manifest: () => Promise.reject(new Error('the files are given')),
    });
    hosts.push(host);
    const policy = host.policy({ onWritten: (written) => spoken.push(written) });
    for await (const _text of policy.write(TURN)) break;
    await expect.poll(() => spoken.map(({ tokens }) => tokens)).toEqual([12]);
  });

  it('names what is missing where no language model of the hub is chosen', async () => {
    const { host } = createHost();
    const policies = createPolicies({ nano: host, hub: async () => undefined, onSpeed: () => undefined });
    await expect(policies.policy('hub', never)).rejects.toMatchObject({ code: 'model-missing' });
  });
});
