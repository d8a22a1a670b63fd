import { describe, expect, it } from 'vitest';
import { itAgreesWithPyTorch } from '../../../test/support/engineParity.ts';
import { policyGolden } from '../../../test/support/policyGolden.ts';
import type { Compute, DecoderRequest } from './compute.ts';
import { ParallelCompute } from './parallel.ts';
import type { SampleRequest, StepRequest } from './types.ts';
import { WasmCompute } from './wasm/compute.ts';
import { createWasmEngine } from './wasm/index.ts';

const golden = policyGolden();
const { config, facts } = golden;
const weights = golden.group('weights');

const engineWith = (helpers: number, trainable: 'full' | 'lora' = 'full') =>
  createWasmEngine({
    config,
    weights,
    trainable: trainable === 'full' ? { kind: 'full' } : { kind: 'lora', lora: { ...golden.lora, seed: 3 } },
    device: 'wasm',
    helpers: (model) => Array.from({ length: helpers }, () => new WasmCompute(model)),
  });

const step: StepRequest = {
  policy: {
    batch: { ...golden.policy, oldLogprobs: undefined },
    loss: {
      ...facts.loss,
      temperature: 1,
      lossType: 'dapo',
      importanceSamplingLevel: 'token',
      maxCompletionLength: 8,
    },
  },
  supervised: { batch: golden.supervised, weight: 0.3 },
  optimizer: facts.adamw,
};

const rowsOfLength = (...lengths: readonly number[]) =>
  lengths.map((length) => {
    let count = 0;
    return { onToken: () => (++count < length ? ('continue' as const) : ('end' as const)) };
  });
const request = (): SampleRequest => ({
  groups: [
    { prompt: [0, 5, 6, 7], rows: rowsOfLength(9, 3, 6) },
    { prompt: [0, 8], rows: rowsOfLength(5) },
    { prompt: [0, 9, 10, 11, 12, 13, 14], rows: rowsOfLength(2, 12) },
    { prompt: [0, 3, 4], rows: rowsOfLength(1, 7, 7, 7) },
  ],
  temperature: 1,
  topP: 1,
  maxNewTokens: 20,
  seed: 4,
});

/** Two steps with rows sampled before each, and everything that they leave behind. */
async function runOf(helpers: number, trainable?: 'full' | 'lora') {
  const engine = engineWith(helpers, trainable);
  const sampled = [await engine.sample(request())];
  const logprobs = await engine.logprobs(golden.batch, { temperature: 0.7, reference: true });
  const reports = [await engine.step(step)];
  sampled.push(await engine.sample(request()));
  reports.push(await engine.step(step));
  return { sampled, logprobs, reports, state: await engine.readState() };
}

describe('a model on several devices', () => {
  it.each([1, 2, 3, 5])('gives the same bits with %i helpers as with none', async (helpers) => {
    expect(await runOf(helpers)).toEqual(await runOf(0));
  });

  it('gives the same bits where an adapter is trained', async () => {
    expect(await runOf(1, 'lora')).toEqual(await runOf(0, 'lora'));
  });

  it('divides gradients and groups among its devices', async () => {
    const work = { gradients: [0, 0], groups: [0, 0] };
    const counting = (index: number): Compute => {
      const device = new WasmCompute(config);
      return {
        config,
        setWeights: (given) => device.setWeights(given),
        logits: (sequences) => device.logits(sequences),
        logprobs: (sequences, inverse) => device.logprobs(sequences, inverse),
        gradients(rows, options, names) {
          work.gradients[index] = (work.gradients[index] ?? 0) + rows.length;
          return device.gradients(rows, options, names);
        },
        decoder(asked: DecoderRequest) {
          work.groups[index] = asked.groups.length;
          return device.decoder(asked);
        },
        dispose: () => device.dispose(),
      };
    };
    const compute = new ParallelCompute(counting(0), [counting(1)]);
    compute.setWeights(weights);
    const rows = Array.from({ length: 8 }, (_, row) => ({
      tokens: Int32Array.of(0, 1 + row, 2, 3),
      times: 1,
      policyWeights: new Float32Array(4),
      supervisedWeights: Float32Array.of(0, 0, 1, 1),
      advantage: 0,
      inverseTemperature: 1,
      oldLogprobs: undefined,
      referenceLogprobs: undefined,
    }));
    const options = { epsilon: 0.2, epsilonHigh: 0.2, beta: 0, importanceSamplingLevel: 'token' } as const;
    const { sums } = await compute.gradients(rows, options, ['model.norm.weight']);
    expect(sums.supervisedTokens).toBe(16);
    const decoder = await compute.decoder({
      groups: [1, 2, 3].map((token) => ({ prompt: [0, token], rows: 1 })),
      capacity: 8,
    });
    expect(work).toEqual({ gradients: [4, 4], groups: [1, 2] });
    await expect(decoder.step([{ tokens: [1], rows: [3] }])).rejects.toThrow('There is no row 3');
    decoder.dispose();
  });

  it('fails with the device that failed', async () => {
    const broken = new WasmCompute(config);
    broken.gradients = () => Promise.reject(new Error('The thread is gone.'));
    const engine = createWasmEngine({
      config,
      weights,
      trainable: { kind: 'full' },
      device: 'wasm',
      helpers: () => [broken],
    });
    const before = await engine.readState();
    await expect(engine.step(step)).rejects.toThrow('The thread is gone.');
    expect(await engine.readState()).toEqual(before);
  });
});

describe('the engine on two devices, against PyTorch,', () =>
  itAgreesWithPyTorch(async (asked) =>
    createWasmEngine({ ...asked, helpers: (model) => [new WasmCompute(model)] }),
  ));
