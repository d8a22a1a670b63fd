import { int } from '../onnx/model.ts';
import { type ByteTokenizer, byteTokenizer } from './byteTokenizer.ts';
import { TinyGraph, type Value } from './graph.ts';
import { jsonFile, onnxFiles, type TinyModel } from './types.ts';

const TEMPLATE =
  "{% for message in messages %}{{ '<|begin|>' + message['role'] + '\\n' + message['content'] + '<|end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|begin|>assistant\\n' }}{% endif %}";

const PIECES = ['</reason>', '<plan>', '</plan>', '<answer>', '</answer>', 'find', 'scene', 'value'];

/** What closes what is open, most wanted first: a model of random weights that prefers it comes to an end. */
const CLOSING = [
  ...['</reason>', '</plan>', '</answer>', '<plan>', '"', '>', '/', '<', ')', '(', ',', '\n', '=', '1'],
  ...'scenetruabdfghijklmopqvwxyz_',
];

/** Numbers in [0, 1) that look like chance: the same for the same seed (Lehmer's generator). */
function* random(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

/** [before, next]: random, with a strong preference for what closes. */
function table(tokenizer: ByteTokenizer, seed: number): number[] {
  const chance = random(seed);
  const { size } = tokenizer;
  return Array.from({ length: size * size }, (_, at) => {
    const text = tokenizer.text(at % size);
    const rank = text === undefined ? -1 : CLOSING.indexOf(text);
    return (chance.next().value ?? 0) + (rank < 0 ? 0 : 1 + CLOSING.length - rank);
  });
}

/**
 * A causal language model in Llama's layout with random weights: the logits follow from the last token alone, and keys and values are what
 * was read. It has learnt nothing, so that what comes out well-formed does so by constraint.
 */
export function tinyRandomLanguageModel(seed = 1): TinyModel {
  const tokenizer = byteTokenizer(PIECES, TEMPLATE);
  const { size } = tokenizer;
  const width = 4;
  const graph = new TinyGraph('tiny random language model');
  const ids = graph.input('input_ids', ['batch_size', 'tokens'], 'int64');
  const mask = graph.input('attention_mask', ['batch_size', 'all_tokens'], 'int64');
  const positions = graph.input('position_ids', ['batch_size', 'tokens'], 'int64');
  const likely = graph.floats([size, size], table(tokenizer, seed));
  const next = graph.op('Gather', [likely, ids], { axis: int(0) });
  const embedding = graph.floats(
    [size, width],
    Array.from({ length: size * width }, (_, at) => at % 7),
  );
  const embedded = graph.op('Gather', [embedding, ids], { axis: int(0) });
  const unused = (value: Value): Value =>
    graph.scale(graph.mean(graph.cast(value, 'float32'), [0, 1], false), 0);
  const logits = graph.add(next, graph.add(unused(mask), unused(positions)));
  graph.output('logits', logits, ['batch_size', 'tokens', size]);
  for (const part of ['key', 'value'] as const) {
    const past = graph.input(`past_key_values.0.${part}`, ['batch_size', 1, 'past_tokens', width]);
    const present = graph.concat([past, graph.unsqueeze(embedded, 1)], 2);
    graph.output(`present.0.${part}`, present, ['batch_size', 1, 'all_tokens', width]);
  }
  const ends = { bos_token_id: tokenizer.begin, eos_token_id: tokenizer.end, pad_token_id: tokenizer.end };
  return {
    repository: 'tiny/random-language-model',
    files: [
      jsonFile('config.json', {
        model_type: 'llama',
        architectures: ['LlamaForCausalLM'],
        num_hidden_layers: 1,
        num_attention_heads: 1,
        num_key_value_heads: 1,
        hidden_size: width,
        head_dim: width,
        vocab_size: size,
        ...ends,
      }),
      jsonFile('generation_config.json', ends),
      ...tokenizer.files,
      ...onnxFiles('model', graph.encode()),
    ],
  };
}
