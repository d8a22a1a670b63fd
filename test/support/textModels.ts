import { createRandom } from '../../src/core/random.ts';
import { writeConfig } from '../../src/training/model/config.ts';
import { writeSafetensors } from '../../src/training/model/safetensors.ts';
import type { ModelFiles } from '../../src/training/model/textModel.ts';
import type { LlamaConfig, Weights } from '../../src/training/model/types.ts';
import { sizeOf, weightShapes } from '../../src/training/model/weights.ts';

const SPECIAL = ['<|begin|>', '<|end|>', '<|pad|>'];

/** GPT-2's stand-ins of bytes. */
const CHARACTERS = (() => {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const prints = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCodePoint(prints ? byte : next++);
  });
})();
/** A few tokens of several characters; the last pairs bytes of two characters ("é" and "ê" begin alike). */
const MERGES = ['< r', 'r e', '< /', '( "', '" )', '\u0120 a', 'Ã ©', '© Ã'];
const TOKENS = [...SPECIAL, ...CHARACTERS, ...MERGES.map((merge) => merge.replace(' ', ''))];

/** A tokenizer of bytes and a few merges, in the Hugging Face layout. */
const TOKENIZER = {
  version: '1.0',
  added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true, normalized: false })),
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
  post_processor: null,
  decoder: { type: 'ByteLevel' },
  model: {
    type: 'BPE',
    vocab: Object.fromEntries(TOKENS.map((token, id) => [token, id])),
    merges: MERGES,
  },
};

export const TINY_CONFIG: LlamaConfig = {
  vocabSize: TOKENS.length,
  hiddenSize: 24,
  intermediateSize: 40,
  layers: 2,
  heads: 3,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  maxPositions: 512,
  tiedEmbeddings: true,
  bosToken: 0,
  eosToken: 1,
  padToken: 2,
};

/** Weights that nothing trained: normal around 1, others around 0. */
export function randomWeights(config: LlamaConfig, seed = 1, spread = 0.3): Weights {
  const random = createRandom(seed);
  return new Map(
    [...weightShapes(config)].map(([name, shape]) => {
      const centre = name.includes('norm') ? 1 : 0;
      const data = Float32Array.from({ length: sizeOf(shape) }, () => centre + random.range(-spread, spread));
      return [name, { shape, data }];
    }),
  );
}

const bytes = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));

/** The files of a model that nothing trained. */
export const untrainedFiles = (config = TINY_CONFIG, seed = 1): ModelFiles => ({
  'config.json': bytes(writeConfig(config)),
  'tokenizer.json': bytes(TOKENIZER),
  'tokenizer_config.json': bytes({ tokenizer_class: 'PreTrainedTokenizerFast' }),
  'model.safetensors': writeSafetensors(randomWeights(config, seed)),
});
