import { TwinsightError } from '../../core/errors.ts';
import { z } from '../../core/zod.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { uniformAt } from './sampling.ts';
import { ADAPTER_TARGETS, type AdapterConfig, type LlamaConfig, type Tensor, type Weights } from './types.ts';
import { linearShapes, sameShape } from './weights.ts';

/** A linear layer that an adapter is added to: "model.layers.0.self_attn.q_proj", with its shape [out, in]. */
export interface AdaptedLayer {
  readonly name: string;
  readonly shape: readonly [number, number];
}

export function adaptedLayers(config: LlamaConfig, lora: AdapterConfig): readonly AdaptedLayer[] {
  const targets = new Set<string>(lora.targets);
  return Array.from({ length: config.layers }, (_, layer) =>
    [...linearShapes(config)].flatMap(([module, shape]) =>
      targets.has(module.slice(module.indexOf('.') + 1))
        ? [{ name: `model.layers.${layer}.${module}`, shape }]
        : [],
    ),
  ).flat();
}

export const loraA = (layer: string): string => `${layer}.lora_A.weight`;
export const loraB = (layer: string): string => `${layer}.lora_B.weight`;

/**
 * A fresh adapter, which changes nothing: A uniform within ±1/√in (PEFT's Kaiming initialisation with a = √5) from the seed, B zero.
 */
export function createAdapter(config: LlamaConfig, lora: AdapterConfig): Weights {
  const adapter = new Map<string, Tensor>();
  adaptedLayers(config, lora).forEach(({ name, shape: [out, input] }, index) => {
    const bound = 1 / Math.sqrt(input);
    const a = Float32Array.from(
      { length: lora.rank * input },
      (_, element) => bound * (2 * uniformAt(lora.seed, index, element) - 1),
    );
    adapter.set(loraA(name), { shape: [lora.rank, input], data: a });
    adapter.set(loraB(name), { shape: [out, lora.rank], data: new Float32Array(out * lora.rank) });
  });
  return adapter;
}

/** W + (alpha / rank) · B A for the adapted layers, the other tensors as they are. Sums in double precision. */
export function mergeAdapter(
  config: LlamaConfig,
  weights: Weights,
  lora: AdapterConfig,
  adapter: Weights,
): Weights {
  const merged = new Map(weights);
  for (const { name, shape } of adaptedLayers(config, lora)) {
    const [base, a, b] = [weights.get(`${name}.weight`), adapter.get(loraA(name)), adapter.get(loraB(name))];
    if (!base || !a || !b) throw refuse(`the layer ${name} has no weights to merge.`);
    merged.set(`${name}.weight`, { shape, data: mergeLayer(base.data, a.data, b.data, shape, lora) });
  }
  return merged;
}

function mergeLayer(
  base: Float32Array,
  a: Float32Array,
  b: Float32Array,
  [out, input]: readonly [number, number],
  { rank, alpha }: AdapterConfig,
): Float32Array {
  const scale = alpha / rank;
  const data = new Float32Array(out * input);
  for (let row = 0; row < out; row++) {
    for (let column = 0; column < input; column++) {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += (b[row * rank + k] ?? 0) * (a[k * input + column] ?? 0);
      data[row * input + column] = (base[row * input + column] ?? 0) + scale * sum;
    }
  }
  return data;
}

/** The files of an adapter's folder as PEFT reads them. */
export interface PeftFolder {
  /** `adapter_config.json`. */
  readonly config: string;
  /** `adapter_model.safetensors`. */
  readonly model: Uint8Array<ArrayBuffer>;
}

const PEFT_PREFIX = 'base_model.model.';

/**
 * @param baseModel what the adapter belongs to: a folder or a repository, as `PeftModel.from_pretrained` would find it
 */
export function writePeftFolder(
  config: LlamaConfig,
  lora: AdapterConfig,
  adapter: Weights,
  baseModel: string,
): PeftFolder {
  checkAdapter(config, lora, adapter);
  const file = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: baseModel,
    inference_mode: true,
    r: lora.rank,
    lora_alpha: lora.alpha,
    lora_dropout: 0,
    target_modules: ADAPTER_TARGETS.filter((target) => lora.targets.includes(target)),
    bias: 'none',
    fan_in_fan_out: false,
    init_lora_weights: true,
    modules_to_save: null,
    use_rslora: false,
    use_dora: false,
  };
  const named = new Map([...adapter].map(([name, tensor]) => [`${PEFT_PREFIX}${name}`, tensor]));
  return {
    config: `${JSON.stringify(file, null, 2)}\n`,
    model: writeSafetensors(named, { metadata: { format: 'pt' } }),
  };
}

const PEFT_CONFIG = z.object({
  peft_type: z.literal('LORA'),
  r: z.int().min(1).max(1024),
  lora_alpha: z.number().positive(),
  target_modules: z.array(z.enum(ADAPTER_TARGETS)).min(1),
  bias: z.literal('none').default('none'),
  fan_in_fan_out: z.literal(false).default(false),
  modules_to_save: z.union([z.null(), z.array(z.string()).max(0)]).optional(),
  use_rslora: z.literal(false).default(false),
  use_dora: z.literal(false).default(false),
});

/**
 * Reads an adapter's folder for a model.
 *
 * @throws {TwinsightError} `model-invalid`, naming the file and the field or tensor that does not fit
 */
export function readPeftFolder(
  config: LlamaConfig,
  folder: { readonly config: string; readonly model: Uint8Array },
): { readonly lora: AdapterConfig; readonly adapter: Weights } {
  const parsed = PEFT_CONFIG.safeParse(parseJson(folder.config));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(`adapter_config.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}.`);
  }
  const { r: rank, lora_alpha: alpha, target_modules: targets } = parsed.data;
  const lora = { rank, alpha, targets, seed: 0 };
  const { tensors } = readSafetensors(folder.model, 'adapter_model.safetensors');
  const named = new Map([...tensors].map(([name, tensor]) => [name.replace(PEFT_PREFIX, ''), tensor]));
  return { lora, adapter: checkAdapter(config, lora, named) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('adapter_config.json is no JSON.');
  }
}

/**
 * The adapter's tensors in the order of the layers.
 *
 * @throws {TwinsightError} `model-invalid`, naming the tensor
 */
export function checkAdapter(config: LlamaConfig, lora: AdapterConfig, adapter: Weights): Weights {
  const checked = new Map<string, Tensor>();
  const take = (name: string, shape: readonly number[]): void => {
    const tensor = adapter.get(name);
    if (!tensor) throw refuse(`the adapter's tensor ${name} is missing.`);
    if (!sameShape(tensor.shape, shape))
      throw refuse(`the adapter's tensor ${name} has the shape [${tensor.shape}], not [${shape}].`);
    if (!tensor.data.every(Number.isFinite))
      throw refuse(`the adapter's tensor ${name} holds values that are not finite.`);
    checked.set(name, tensor);
  };
  for (const {
    name,
    shape: [out, input],
  } of adaptedLayers(config, lora)) {
    take(loraA(name), [lora.rank, input]);
    take(loraB(name), [out, lora.rank]);
  }
  for (const name of adapter.keys())
    if (!checked.has(name)) throw refuse(`the model has no place for the adapter's tensor ${name}.`);
  return checked;
}

const refuse = (message: string): TwinsightError =>
  new TwinsightError({
    code: 'model-invalid',
    message: `Adapter: ${message}`,
    remedy: 'Give a LoRA adapter of this model, as PEFT saves it.',
  });
