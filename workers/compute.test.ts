import { afterEach, describe, expect, it } from 'vitest';
import type { Compute, LossRow } from '../src/training/model/compute.ts';
import { WasmCompute } from '../src/training/model/wasm/compute.ts';
import { policyGolden } from '../test/support/policyGolden.ts';
import { computeContract } from './contracts/compute.ts';
import { RemoteCompute } from './remoteCompute.ts';
import { createClient } from './rpc/client.ts';
import { serveCompute } from './serveCompute.ts';

const golden = policyGolden();
const { config } = golden;
const weights = golden.group('weights');
const OPTIONS = { epsilon: 0.2, epsilonHigh: 0.2, beta: 0, importanceSamplingLevel: 'token' } as const;

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Both ends of a thread that has none. */
function connect(createCompute: (model: typeof config) => Compute = (model) => new WasmCompute(model)) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  port1.start();
  port2.start();
  serveCompute(createCompute, port2);
  const terminated = { times: 0 };
  const endpoint = {
    postMessage: (message: unknown, transfer: Transferable[]) => port1.postMessage(message, transfer),
    addEventListener: port1.addEventListener.bind(port1),
    removeEventListener: port1.removeEventListener.bind(port1),
    terminate: () => {
      terminated.times += 1;
      port1.close();
    },
  };
  return { endpoint, terminated };
}

const row = (advantage: number): LossRow => ({
  tokens: Int32Array.of(0, 4, 5, 6, 7),
  times: 2,
  policyWeights: Float32Array.of(0, 0, 0.5, 0.5, 0.5),
  supervisedWeights: new Float32Array(5),
  advantage,
  inverseTemperature: 1,
  oldLogprobs: undefined,
  referenceLogprobs: undefined,
});

describe('a device on another thread', () => {
  it('computes what the device itself does', async () => {
    const here = new WasmCompute(config);
    const there = new RemoteCompute(config, connect().endpoint);
    const names = [...weights.keys()];
    const sequences = [Int32Array.of(0, 5, 6), Int32Array.of(0, 9, 10, 11)];
    const results = await Promise.all(
      [here, there].map(async (compute) => {
        compute.setWeights(weights);
        const decoder = await compute.decoder({ groups: [{ prompt: [0, 5], rows: 2 }], capacity: 6 });
        const decoded = [
          (await decoder.step([{ tokens: [3, 6], rows: [0, 1] }])).slice(),
          (await decoder.step([{ tokens: [4], rows: [1] }])).slice(),
        ];
        decoder.dispose();
        return {
          decoded,
          atOnce: decoder.atOnce,
          promptLogits: decoder.promptLogits,
          logits: await compute.logits(sequences),
          logprobs: await compute.logprobs(sequences, 0.5),
          learnt: await compute.gradients([row(1), row(-0.5)], OPTIONS, names),
        };
      }),
    );
    expect(results[1]).toEqual(results[0]);
    expect(results[1]?.learnt.gradients.size).toBe(names.length);
  });

  it('passes on numbers that are not finite: the engine skips such a step', async () => {
    const there = new RemoteCompute(config, connect().endpoint);
    there.setWeights(weights);
    const { sums } = await there.gradients([row(Number.NaN)], OPTIONS, ['model.norm.weight']);
    expect(sums.loss).toBeNaN();
  });

  it('says what failed first: weights that do not fit, not what was computed without them', async () => {
    const there = new RemoteCompute(config, connect().endpoint);
    there.setWeights(new Map([['no such matrix', { shape: [1, 1], data: new Float32Array(1) }]]));
    await expect(there.logits([Int32Array.of(0, 1)])).rejects.toThrow('no such matrix');
  });

  it('rejects what is asked of it once it is disposed of, and ends its thread', async () => {
    const { endpoint, terminated } = connect();
    const there = new RemoteCompute(config, endpoint);
    there.setWeights(weights);
    const asked = there.logits([Int32Array.of(0, 1)]);
    there.dispose();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await expect(there.logits([Int32Array.of(0, 1)])).rejects.toMatchObject({ code: 'cancelled' });
    expect(terminated.times).toBe(1);
  });

  it.each([
    ['model', 'logits', { sequences: [] }],
    ['decoder', 'stepDecoder', { branches: [{ tokens: [1], rows: [0] }] }],
  ] as const)('names the %s that is missing', async (what, method, args) => {
    const client = createClient(computeContract, connect().endpoint);
    await expect(client.call(method, args)).rejects.toMatchObject({
      code: 'bad-request',
      message: `The compute worker has no ${what}.`,
    });
  });
});
