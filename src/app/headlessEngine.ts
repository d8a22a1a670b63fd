import { createPolicyEngine } from '../training/model/createEngine.ts';
import { uniformAt } from '../training/model/sampling.ts';
import type { LlamaConfig, PolicyEngine, Tensor, Weights } from '../training/model/types.ts';
import { weightShapes } from '../training/model/weights.ts';
import { type Outcome, outcome } from './outcome.ts';

/** The sizes of a model, as `config.json` names them. */
export interface EngineSize {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediate: number;
  readonly vocabulary: number;
}

export interface EngineTimes {
  readonly parameters: number;
  /** Milliseconds of a round that decoded `tokens` tokens in each of `batch` rows, their prompt of `prompt` tokens read. */
  readonly decode: readonly { readonly batch: number; readonly ms: readonly number[] }[];
  /** Milliseconds of a step of GRPO on `rows` sequences. */
  readonly step: readonly number[];
  readonly tokens: number;
  readonly prompt: number;
  readonly rows: number;
}

/** A policy engine without the interface: timed, with random weights. */
export interface HeadlessEngine {
  time(device: 'wasm' | 'webgpu', size: EngineSize, rounds: number): Promise<Outcome<EngineTimes>>;
}

const [PROMPT, TOKENS, ROWS] = [40, 60, 32];
const BATCHES = [1, 8, 64, 256];
/** Compilation, and time for the browser's compiler to settle. */
const WARM_UP_ROUNDS = 2;

const configOf = (size: EngineSize): LlamaConfig => ({
  vocabSize: size.vocabulary,
  hiddenSize: size.hidden,
  intermediateSize: size.intermediate,
  layers: size.layers,
  heads: size.heads,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  maxPositions: 512,
  tiedEmbeddings: true,
  bosToken: 0,
  eosToken: 1,
  padToken: 2,
});

function randomWeights(config: LlamaConfig): Weights {
  const tensors = [...weightShapes(config)].map(([name, shape], index): [string, Tensor] => {
    const length = shape.reduce((product, one) => product * one, 1);
    const data = Float32Array.from({ length }, (_, at) =>
      shape.length === 1 ? 1 : 0.1 * (uniformAt(1, index, at) - 0.5),
    );
    return [name, { shape, data }];
  });
  return new Map(tensors);
}

const prompt = (group: number, vocabulary: number): readonly number[] =>
  Array.from({ length: PROMPT }, (_, at) => 3 + Math.floor((vocabulary - 3) * uniformAt(2, group, at)));

async function timeDecode(engine: PolicyEngine, batch: number, round: number): Promise<number> {
  const perGroup = Math.min(8, batch);
  const groups = Array.from({ length: batch / perGroup }, (_, group) => ({
    prompt: prompt(group, engine.config.vocabSize),
    rows: Array.from({ length: perGroup }, () => ({ onToken: () => 'continue' }) as const),
  }));
  const start = performance.now();
  await engine.sample({ groups, temperature: 1, topP: 1, maxNewTokens: TOKENS, seed: round });
  return performance.now() - start;
}

async function timeStep(engine: PolicyEngine): Promise<number> {
  const length = PROMPT + TOKENS;
  const tokens = Int32Array.from(
    { length: ROWS * length },
    (_, at) =>
      3 + Math.floor((engine.config.vocabSize - 3) * uniformAt(3, Math.floor(at / length), at % length)),
  );
  const mask = tokens.map((_, at) => (at % length < PROMPT ? 0 : 1));
  const start = performance.now();
  await engine.step({
    policy: {
      batch: {
        rows: ROWS,
        length,
        tokens,
        mask: Uint8Array.from(mask),
        advantages: Float32Array.from({ length: ROWS }, (_, row) => (row % 2 === 0 ? 1 : -1)),
      },
      loss: {
        epsilon: 0.2,
        epsilonHigh: 0.2,
        beta: 0,
        lossType: 'dapo',
        importanceSamplingLevel: 'token',
        temperature: 1,
        maxCompletionLength: TOKENS,
      },
    },
    optimizer: { learningRate: 1e-5, beta1: 0.9, beta2: 0.95, eps: 1e-8, weightDecay: 0, maxGradNorm: 1 },
  });
  return performance.now() - start;
}

async function timeEngine(device: 'wasm' | 'webgpu', size: EngineSize, rounds: number): Promise<EngineTimes> {
  const config = configOf(size);
  const weights = randomWeights(config);
  const engine = await createPolicyEngine({ config, weights, trainable: { kind: 'full' }, device });
  try {
    const decode = BATCHES.map((batch) => ({ batch, ms: [] as number[] }));
    const step: number[] = [];
    for (let round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
      for (const { batch, ms } of decode) ms.push(await timeDecode(engine, batch, round));
      step.push(await timeStep(engine));
    }
    return {
      parameters: [...weights.values()].reduce((sum, { data }) => sum + data.length, 0),
      decode: decode.map(({ batch, ms }) => ({ batch, ms: ms.slice(WARM_UP_ROUNDS) })),
      step: step.slice(WARM_UP_ROUNDS),
      tokens: TOKENS,
      prompt: PROMPT,
      rows: ROWS,
    };
  } finally {
    engine.dispose();
  }
}

export const headlessEngine: HeadlessEngine = {
  time: (device, size, rounds) => outcome(() => timeEngine(device, size, rounds)),
};
