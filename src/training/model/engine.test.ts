import { describe, expect, it } from 'vitest';
import { policyGolden } from '../../../test/support/policyGolden.ts';
import { createPolicyEngine } from './createEngine.ts';
import type { PolicyEngine, PolicyLoss, RowDriver, SampleRequest, StepRequest, Trainable } from './types.ts';

const golden = policyGolden();
const { config, facts } = golden;
const LOSS: PolicyLoss = {
  ...facts.loss,
  temperature: 1,
  lossType: 'dapo',
  importanceSamplingLevel: 'token',
  maxCompletionLength: 8,
};
const FULL: Trainable = { kind: 'full' };
const ADAPTER: Trainable = { kind: 'lora', lora: { ...golden.lora, seed: 3 } };

const create = (trainable: Trainable = FULL): Promise<PolicyEngine> =>
  createPolicyEngine({ config, weights: golden.group('weights'), trainable, device: 'wasm' });

/** Ends a row at its `most`-th token. */
const writes = (most: number): RowDriver => {
  let count = 0;
  return { onToken: () => (++count < most ? 'continue' : 'end') };
};
const request = (change: Partial<SampleRequest> = {}): SampleRequest => ({
  groups: [
    { prompt: [0, 5, 6, 7], rows: [writes(9), writes(3), writes(6)] },
    { prompt: [0, 8], rows: [writes(5)] },
    { prompt: [0, 9, 10, 11, 12, 13, 14], rows: [writes(2), writes(12)] },
  ],
  temperature: 1,
  topP: 1,
  maxNewTokens: 20,
  seed: 4,
  ...change,
});
const step: StepRequest = {
  policy: { batch: { ...golden.policy, oldLogprobs: undefined }, loss: LOSS },
  supervised: { batch: golden.supervised, weight: 0.3 },
  optimizer: facts.adamw,
};

describe('sampling', () => {
  it('gives the same rows for the same seed, and others for another', async () => {
    const engine = await create();
    const first = await engine.sample(request());
    expect(await engine.sample(request())).toEqual(first);
    expect(await engine.sample(request({ seed: 5 }))).not.toEqual(first);
    expect(first.map(({ group, tokens, ended }) => [group, tokens.length, ended])).toEqual([
      [0, 9, true],
      [0, 3, true],
      [0, 6, true],
      [1, 5, true],
      [2, 2, true],
      [2, 12, true],
    ]);
  });

  it('tells the log-probabilities that the whole sequences have', async () => {
    const engine = await create();
    const prompts = request().groups.map(({ prompt }) => prompt);
    for (const row of await engine.sample(request({ temperature: 0.7 }))) {
      const prompt = prompts[row.group] ?? [];
      const tokens = Int32Array.from([...prompt, ...row.tokens]);
      const batch = { rows: 1, length: tokens.length, tokens };
      const logprobs = await engine.logprobs(batch, { temperature: 0.7, reference: false });
      expect(row.logprobs).toEqual(
        [...logprobs.slice(prompt.length)].map((value) => expect.closeTo(value, 4)),
      );
    }
  });

  it('takes the most probable tokens at temperature 0', async () => {
    const engine = await create();
    const [row] = await engine.sample(request({ temperature: 0 }));
    const tokens = Int32Array.from([0, 5, 6, 7, ...(row?.tokens ?? [])]);
    const logits = await engine.logits({ rows: 1, length: tokens.length, tokens });
    row?.tokens.forEach((token, at) => {
      const behind = logits.subarray((3 + at) * config.vocabSize, (4 + at) * config.vocabSize);
      expect(token).toBe(behind.indexOf(Math.max(...behind)));
    });
    expect(row?.tokens).toHaveLength(9);
  });

  it('feeds injected tokens as they are, in each row where it asks for them', async () => {
    const engine = await create();
    const injecting = (at: number): RowDriver => {
      let count = 0;
      return {
        onToken: () => {
          count++;
          if (count === at) return { inject: [20, 21, 22] };
          return count < 6 ? 'continue' : 'end';
        },
      };
    };
    const groups = [{ prompt: [0, 5], rows: [injecting(2), injecting(4), writes(6)] }];
    const rows = await engine.sample(request({ groups }));
    expect(rows.map(({ tokens }) => tokens.length)).toEqual([9, 9, 6]);
    expect(rows[0]?.tokens.slice(2, 5)).toEqual([20, 21, 22]);
    expect(rows[1]?.written).toEqual([true, true, true, true, false, false, false, true, true]);
    expect(rows[1]?.logprobs.slice(4, 7)).toEqual([0, 0, 0]);
    const tokens = Int32Array.from([0, 5, ...(rows[1]?.tokens ?? [])]);
    const whole = await engine.logprobs(
      { rows: 1, length: tokens.length, tokens },
      { temperature: 1, reference: false },
    );
    expect(rows[1]?.logprobs[8]).toBeCloseTo(whole[10] ?? 0, 4);
  });

  it('keeps to the tokens that a row allows', async () => {
    const engine = await create();
    const allowed = new Uint8Array(config.vocabSize);
    allowed[17] = 1;
    allowed[31] = 1;
    const groups = [{ prompt: [0, 5], rows: [{ ...writes(12), allowed: () => allowed }] }];
    const [row] = await engine.sample(request({ groups, temperature: 20 }));
    expect(new Set(row?.tokens)).toEqual(new Set([17, 31]));
  });

  it('says which rows ended by themselves, and stops at the positions that the model has', async () => {
    const engine = await create();
    const endless: RowDriver = { onToken: () => 'continue' };
    const groups = [{ prompt: [0, 5, 6], rows: [endless, writes(4)] }];
    const rows = await engine.sample(request({ groups, maxNewTokens: 1000 }));
    expect(rows.map(({ tokens, ended }) => [tokens.length, ended])).toEqual([
      [config.maxPositions - 3, false],
      [4, true],
    ]);
  });

  it('is cancelled by its signal', async () => {
    const engine = await create();
    const controller = new AbortController();
    const stopping: RowDriver = {
      onToken: () => {
        controller.abort();
        return 'continue';
      },
    };
    const groups = [{ prompt: [0, 5], rows: [stopping] }];
    await expect(engine.sample(request({ groups, signal: controller.signal }))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await engine.sample(request())).toHaveLength(6);
  });

  it('refuses prompts and settings that it cannot use', async () => {
    const engine = await create();
    const prompts = [[], [0, config.vocabSize], Array.from({ length: config.maxPositions }, () => 3)];
    for (const prompt of prompts)
      await expect(engine.sample(request({ groups: [{ prompt, rows: [writes(1)] }] }))).rejects.toMatchObject(
        {
          code: 'invalid-argument',
        },
      );
    await expect(engine.sample(request({ topP: 0 }))).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(engine.sample(request({ temperature: -1 }))).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
});

describe('learning', () => {
  it('makes what was rewarded more probable, and raises a supervised anchor', async () => {
    const engine = await create();
    const optimizer = { ...facts.adamw, learningRate: 0.003, weightDecay: 0 };
    const losses: number[] = [];
    for (let index = 0; index < 20; index++) {
      const report = await engine.step({ supervised: { batch: golden.supervised, weight: 1 }, optimizer });
      losses.push(report.supervisedLoss ?? Number.NaN);
    }
    expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] ?? 0));
  });

  it.each([
    ['all weights', FULL],
    ['an adapter', ADAPTER],
  ])('of %s goes on from a saved state as if it had not stopped, byte for byte', async (_, trainable) => {
    const straight = await create(trainable);
    for (let index = 0; index < 4; index++) await straight.step(step);
    const [before, after] = [await create(trainable), await create(trainable)];
    for (let index = 0; index < 2; index++) await before.step(step);
    await after.writeState(await before.readState());
    for (let index = 0; index < 2; index++) await after.step(step);
    expect(await after.readState()).toEqual(await straight.readState());
    expect(await after.sample(request())).toEqual(await straight.sample(request()));
  });

  it('leaves everything as it was where the loss or a gradient is not finite, and says so', async () => {
    const engine = await create();
    await engine.step(step);
    const before = await engine.readState();
    const advantages = golden.policy.advantages.map((value, row) => (row === 1 ? Number.NaN : value));
    const poisoned = { batch: { ...golden.policy, advantages }, loss: LOSS };
    const report = await engine.step({ ...step, policy: poisoned });
    expect(report.skipped).toContain('not finite');
    expect(await engine.readState()).toEqual(before);
    expect((await engine.step(step)).skipped).toBeUndefined();
  });

  it('keeps the reference policy: the initial weights, or the adapter off', async () => {
    for (const trainable of [FULL, ADAPTER]) {
      const engine = await create(trainable);
      const reference = { temperature: 1, reference: true };
      const now = { temperature: 1, reference: false };
      const start = await engine.logprobs(golden.batch, reference);
      expect(await engine.logprobs(golden.batch, now)).toEqual(start);
      const first = await engine.step({
        ...step,
        policy: { batch: { ...golden.policy, oldLogprobs: start, referenceLogprobs: start }, loss: LOSS },
      });
      // Nothing has changed yet: no divergence, and every ratio is 1.
      expect(first.policy).toMatchObject({ clipRatioLow: 0, clipRatioHigh: 0 });
      expect(first.policy?.kl).toBeLessThan(1e-9);
      expect(await engine.logprobs(golden.batch, now)).not.toEqual(start);
      expect(await engine.logprobs(golden.batch, reference)).toEqual(start);
    }
  });

  it('of an adapter leaves the weights below it, and merges it where weights are read', async () => {
    const engine = await create(ADAPTER);
    const initial = golden.group('weights');
    expect((await engine.readState()).trainable.size).toBe(2 * 7 * config.layers);
    await engine.step(step);
    const merged = await engine.readWeights();
    const changed = [...initial].filter(([name, { data }]) =>
      data.some((value, index) => value !== merged.get(name)?.data[index]),
    );
    expect(changed).toHaveLength(7 * config.layers);
    const copy = await createPolicyEngine({ config, weights: merged, trainable: FULL, device: 'wasm' });
    expect(await copy.logits(golden.batch)).toEqual(await engine.logits(golden.batch));
  });

  it('refuses the state of another engine, and changes nothing', async () => {
    const [full, adapted] = [await create(), await create(ADAPTER)];
    const before = await full.readState();
    await expect(full.writeState(await adapted.readState())).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    const [name, tensor] = [...before.secondMoments][0] ?? ['', { shape: [], data: new Float32Array() }];
    const poisoned = new Map([
      ...before.secondMoments,
      [name, { ...tensor, data: tensor.data.map(() => Number.NaN) }],
    ]);
    await expect(full.writeState({ ...before, secondMoments: poisoned })).rejects.toThrow(name);
    expect(await full.readState()).toEqual(before);
  });

  it('refuses weights that do not fit, naming the tensor', async () => {
    const weights = new Map(golden.group('weights'));
    weights.delete('model.norm.weight');
    await expect(createPolicyEngine({ config, weights, trainable: FULL, device: 'wasm' })).rejects.toThrow(
      'model.norm.weight',
    );
  });
});
