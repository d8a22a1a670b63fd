import { expect, it } from 'vitest';
import type { EngineRequest } from '../../src/training/model/engine.ts';
import type {
  EngineState,
  PolicyEngine,
  PolicyLoss,
  StepRequest,
  Weights,
} from '../../src/training/model/types.ts';
import { policyGolden, relativeError } from './policyGolden.ts';

/** Gradients are read off AdamW's first moment after a step that neither clips nor decays: it is (1 − β1) of them. */
const BETA1 = 0.5;
const GRADIENTS_ONLY = {
  learningRate: 0,
  beta1: BETA1,
  beta2: 0.5,
  eps: 1,
  weightDecay: 0,
  maxGradNorm: 1e9,
};

const gradientsOf = (state: EngineState): Weights =>
  new Map(
    [...state.firstMoments].map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((value) => value / (1 - BETA1)) },
    ]),
  );

/** The tests that hold every engine to PyTorch's figures. */
export function itAgreesWithPyTorch(create: (request: EngineRequest) => Promise<PolicyEngine>): void {
  const golden = policyGolden();
  const { config, batch, policy, supervised, facts } = golden;
  const weights = golden.group('weights');
  const loss: PolicyLoss = {
    ...facts.loss,
    lossType: 'dapo',
    importanceSamplingLevel: 'token',
    maxCompletionLength: 8,
  };
  const full = () => create({ config, weights, trainable: { kind: 'full' }, device: 'wasm' });
  const adapted = async () => {
    const engine = await create({
      config,
      weights,
      trainable: { kind: 'lora', lora: golden.lora },
      device: 'wasm',
    });
    const fresh = await engine.readState();
    await engine.writeState({ ...fresh, trainable: golden.group('adapter') });
    return engine;
  };
  const expectGradients = async (
    engine: PolicyEngine,
    request: Omit<StepRequest, 'optimizer'>,
    name: string,
  ) => {
    const report = await engine.step({ ...request, optimizer: GRADIENTS_ONLY });
    const gradients = gradientsOf(await engine.readState());
    const wanted = golden.group(name);
    expect([...gradients.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
    for (const [tensor, { data }] of wanted)
      expect([tensor, relativeError(gradients.get(tensor)?.data, data)]).toEqual([
        tensor,
        expect.any(Number),
      ]);
    const worst = Math.max(
      ...[...wanted].map(([tensor, { data }]) => relativeError(gradients.get(tensor)?.data, data)),
    );
    expect(worst).toBeLessThan(1e-4);
    engine.dispose();
    return report;
  };

  it('gives its logits and log-probabilities', async () => {
    const engine = await full();
    expect(relativeError(await engine.logits(batch), golden.tensor('logits').data)).toBeLessThan(1e-5);
    const logprobs = await engine.logprobs(batch, { temperature: facts.loss.temperature, reference: false });
    // Of padding the engine says nothing.
    const wanted = golden
      .tensor('logprobs')
      .data.map((value, index) => (batch.tokens[index] === config.padToken ? 0 : value));
    expect(relativeError(logprobs, wanted)).toBeLessThan(1e-5);
    engine.dispose();
  });

  it('gives the gradients of cross-entropy', async () => {
    const report = await expectGradients(
      await full(),
      { supervised: { batch: supervised, weight: 1 } },
      'crossEntropy',
    );
    expect(report.supervisedLoss).toBeCloseTo(facts.crossEntropy, 5);
    expect(report.loss).toBeCloseTo(facts.crossEntropy, 5);
    expect(report.gradNorm / facts.gradNorm).toBeCloseTo(1, 5);
  });

  it('gives the gradients of the GRPO loss by token', async () => {
    const report = await expectGradients(await full(), { policy: { batch: policy, loss } }, 'token');
    expect(report.loss).toBeCloseTo(facts.tokenLoss, 5);
    expect(report.policy?.kl).toBeCloseTo(facts.tokenKl, 5);
    const { clipRatioLow = 0, clipRatioHigh = 0 } = report.policy ?? {};
    expect(clipRatioLow).toBeGreaterThan(0);
    expect(clipRatioHigh).toBeGreaterThan(0);
    expect(clipRatioLow + clipRatioHigh).toBeLessThan(0.7);
  });

  it('gives the gradients of the GRPO loss by sequence', async () => {
    const bySequence = { ...loss, lossType: 'grpo', importanceSamplingLevel: 'sequence' } as const;
    const report = await expectGradients(
      await full(),
      { policy: { batch: policy, loss: bySequence } },
      'sequence',
    );
    expect(report.loss).toBeCloseTo(facts.sequenceLoss, 5);
  });

  it('gives the gradients of adapters, and the logits with them merged', async () => {
    const engine = await adapted();
    expect(relativeError(await engine.logits(batch), golden.tensor('adapterLogits').data)).toBeLessThan(1e-5);
    const report = await expectGradients(engine, { policy: { batch: policy, loss } }, 'adapterGradients');
    expect(report.loss / facts.adapterLoss).toBeCloseTo(1, 5);
  });

  it('takes its step of AdamW', async () => {
    const engine = await full();
    await engine.step({ supervised: { batch: supervised, weight: 1 }, optimizer: facts.adamw });
    const stepped = await engine.readWeights();
    for (const [name, { data }] of golden.group('adamw'))
      expect(relativeError(stepped.get(name)?.data, data), name).toBeLessThan(1e-4);
    engine.dispose();
  });
}
