import { int, type OpenSide } from '../onnx/model.ts';
import { TinyGraph, type Value } from './graph.ts';
import { type TinyTokenizer, tinyTokenizer } from './tokenizer.ts';
import { jsonFile, onnxFiles, type TinyModel } from './types.ts';

const SPECIAL = { pad: '<pad>', unknown: '<unk>', begin: '<s>', end: '</s>' } as const;
const SIDE = 32;

/** A row of the identity for each word, so that a word's embedding says which word it is. */
const identity = (size: number): number[] =>
  Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));

/** [words, words]: 1 where the second word follows the first. */
function followers(tokenizer: TinyTokenizer, chain: Readonly<Record<string, string>>): number[] {
  const size = tokenizer.vocabulary.length;
  const table = new Array<number>(size * size).fill(0);
  for (const [word, next] of Object.entries(chain)) table[tokenizer.id(word) * size + tokenizer.id(next)] = 1;
  return table;
}

/** [words]: 1 for one word. */
const only = (tokenizer: TinyTokenizer, ...words: string[]): number[] =>
  tokenizer.vocabulary.map((word) => (words.includes(word) ? 1 : 0));

function embedder(size: number): Uint8Array {
  const graph = new TinyGraph('tiny embeddings');
  const ids = graph.input('input_ids', ['batch_size', 'tokens'], 'int64');
  const embedded = graph.op('Gather', [graph.floats([size, size], identity(size)), ids], { axis: int(0) });
  graph.output('inputs_embeds', embedded, ['batch_size', 'tokens', size]);
  return graph.encode();
}

/** How red and how blue the picture is, at the places of these words. */
function visionEncoder(
  tokenizer: TinyTokenizer,
  dims: readonly OpenSide[] = ['batch_size', 3, SIDE, SIDE],
): Uint8Array {
  const size = tokenizer.vocabulary.length;
  const graph = new TinyGraph('tiny vision encoder');
  const pixels = graph.reshape(graph.input('pixel_values', dims), [-1, 3, SIDE, SIDE]);
  const colours = graph.mean(pixels, [2, 3], false);
  const words = graph.floats(
    [3, size],
    [...only(tokenizer, 'red'), ...new Array<number>(size).fill(0), ...only(tokenizer, 'blue')],
  );
  graph.output('image_features', graph.unsqueeze(graph.matMul(colours, words), 1), ['batch_size', 1, size]);
  return graph.encode();
}

/** What was written last decides the next word; after "a" comes the colour of the picture. */
function captionDecoder(tokenizer: TinyTokenizer): Uint8Array {
  const size = tokenizer.vocabulary.length;
  const graph = new TinyGraph('tiny caption decoder');
  const last = graph.input('inputs_embeds', ['batch_size', 'decoder_tokens', size]);
  const seen = graph.input('encoder_hidden_states', ['batch_size', 'encoder_tokens', size]);
  const mask = graph.input('encoder_attention_mask', ['batch_size', 'encoder_tokens'], 'int64');
  const chain = { '</s>': 'a', red: 'wooden', blue: 'wooden', wooden: 'mug', mug: '</s>' };
  const next = graph.matMul(last, graph.floats([size, size], followers(tokenizer, chain)));
  const afterArticle = graph.matMul(last, graph.floats([size, 1], only(tokenizer, 'a')));
  const visible = graph.mul(seen, graph.unsqueeze(graph.cast(mask, 'float32'), 2));
  const colours = graph.mul(graph.sum(visible, 1), graph.floats([size], only(tokenizer, 'red', 'blue')));
  const logits = graph.add(graph.scale(next, 10), graph.scale(graph.mul(afterArticle, colours), 10));
  graph.output('logits', logits, ['batch_size', 'decoder_tokens', size]);
  for (const part of ['key', 'value'] as const) {
    const pastName = `past_key_values.0.decoder.${part}`;
    const past = graph.input(pastName, ['batch_size', 1, 'past_decoder_tokens', size]);
    const present = graph.concat([past, graph.unsqueeze(last, 1)], 2);
    graph.output(`present.0.decoder.${part}`, present, ['batch_size', 1, 'all_decoder_tokens', size]);
    graph.input(`past_key_values.0.encoder.${part}`, ['batch_size', 1, 'past_encoder_tokens', size]);
    graph.output(`present.0.encoder.${part}`, graph.unsqueeze(seen, 1), [
      'batch_size',
      1,
      'encoder_tokens',
      size,
    ]);
  }
  return graph.encode();
}

function textEncoder(size: number): Uint8Array {
  const graph = new TinyGraph('tiny text encoder');
  const embeds = graph.input('inputs_embeds', ['batch_size', 'encoder_tokens', size]);
  const mask = graph.input('attention_mask', ['batch_size', 'encoder_tokens'], 'int64');
  const states = graph.mul(embeds, graph.unsqueeze(graph.cast(mask, 'float32'), 2));
  graph.output('last_hidden_state', states, ['batch_size', 'encoder_tokens', size]);
  return graph.encode();
}

/** A captioner in Florence-2's layout: "a red wooden mug" of pictures that are more red than blue, else "a blue wooden mug". */
export function tinyCaptioner(): TinyModel {
  const tokenizer = tinyTokenizer({
    type: 'BartTokenizer',
    special: SPECIAL,
    words: ['a', 'red', 'blue', 'wooden', 'mug', 'what', 'does', 'the', 'image', 'describe', '?', 'in', '.'],
    framed: true,
  });
  const size = tokenizer.vocabulary.length;
  const [begin, end, pad] = [tokenizer.id('<s>'), tokenizer.id('</s>'), tokenizer.id('<pad>')];
  const generation = {
    bos_token_id: begin,
    eos_token_id: end,
    pad_token_id: pad,
    decoder_start_token_id: end,
  };
  return {
    repository: 'tiny/captioner',
    files: [
      jsonFile('config.json', {
        model_type: 'florence2',
        architectures: ['Florence2ForConditionalGeneration'],
        is_encoder_decoder: true,
        ...generation,
        text_config: {
          model_type: 'florence2_language',
          is_encoder_decoder: true,
          encoder_layers: 1,
          decoder_layers: 1,
          encoder_attention_heads: 1,
          decoder_attention_heads: 1,
          d_model: size,
          vocab_size: size,
        },
      }),
      jsonFile('generation_config.json', generation),
      jsonFile('preprocessor_config.json', {
        image_processor_type: 'CLIPImageProcessor',
        processor_class: 'Florence2Processor',
        size: { width: SIDE, height: SIDE },
        do_resize: true,
        do_rescale: true,
        do_normalize: false,
        do_center_crop: false,
        resample: 2,
      }),
      ...tokenizer.files,
      ...onnxFiles('vision_encoder', visionEncoder(tokenizer)),
      ...onnxFiles('embed_tokens', embedder(size)),
      ...onnxFiles('encoder_model', textEncoder(size)),
      ...onnxFiles('decoder_model_merged', captionDecoder(tokenizer)),
    ],
  };
}

const CHAT_MARKS = { image: '<image>', around: '<fake_token_around_image>', whole: '<global-img>' } as const;

/** The colour is in the prompt alone: what comes later knows of it by the cache. */
function chatDecoder(tokenizer: TinyTokenizer): Uint8Array {
  const size = tokenizer.vocabulary.length;
  const graph = new TinyGraph('tiny chat decoder');
  const embeds = graph.input('inputs_embeds', ['batch_size', 'tokens', size]);
  graph.input('attention_mask', ['batch_size', 'all_tokens'], 'int64');
  graph.input('position_ids', ['batch_size', 'tokens'], 'int64');
  const past = graph.input('past_key_values.0.key', ['batch_size', 1, 'past_tokens', size]);
  const pastValues = graph.input('past_key_values.0.value', ['batch_size', 1, 'past_tokens', size]);
  const present = graph.concat([past, graph.unsqueeze(embeds, 1)], 2);
  const chain = { ':': 'a', red: 'wooden', blue: 'wooden', wooden: 'mug', mug: SPECIAL.end };
  const next = graph.matMul(embeds, graph.floats([size, size], followers(tokenizer, chain)));
  const afterArticle = graph.matMul(embeds, graph.floats([size, 1], only(tokenizer, 'a')));
  const seen = graph.op('Squeeze', [graph.sum(present, 2), graph.integers([1])]);
  const colours = graph.mul(seen, graph.floats([size], only(tokenizer, 'red', 'blue')));
  const logits = graph.add(graph.scale(next, 10), graph.scale(graph.mul(afterArticle, colours), 10));
  graph.output('logits', logits, ['batch_size', 'tokens', size]);
  graph.output('present.0.key', present, ['batch_size', 1, 'all_tokens', size]);
  const values = graph.concat([pastValues, graph.unsqueeze(embeds, 1)], 2);
  graph.output('present.0.value', values, ['batch_size', 1, 'all_tokens', size]);
  return graph.encode();
}

/** A chat model that sees, in SmolVLM's layout; it says of every picture what the tiny captioner says. */
export function tinyChatVision(): TinyModel {
  const tokenizer = tinyTokenizer({
    type: 'PreTrainedTokenizer',
    special: SPECIAL,
    marks: Object.values(CHAT_MARKS),
    words: [
      'a',
      'red',
      'blue',
      'wooden',
      'mug',
      ':',
      'what',
      'material',
      'is',
      'the',
      'it',
      'in',
      '.',
      ',',
      '?',
    ],
    framed: false,
    chatTemplate:
      "{% for message in messages %}{% for part in message['content'] %}{% if part['type'] == 'image' %}{{ '<image>' }}{% else %}{{ part['text'] }}{% endif %}{% endfor %}{% endfor %}{% if add_generation_prompt %}{{ ' :' }}{% endif %}",
  });
  const size = tokenizer.vocabulary.length;
  const ends = {
    bos_token_id: tokenizer.id(SPECIAL.begin),
    eos_token_id: tokenizer.id(SPECIAL.end),
    pad_token_id: tokenizer.id(SPECIAL.pad),
  };
  return {
    repository: 'tiny/chat-vision',
    files: [
      jsonFile('config.json', {
        model_type: 'smolvlm',
        architectures: ['SmolVLMForConditionalGeneration'],
        image_token_id: tokenizer.id(CHAT_MARKS.image),
        ...ends,
        text_config: {
          model_type: 'llama',
          num_hidden_layers: 1,
          num_attention_heads: 1,
          num_key_value_heads: 1,
          hidden_size: size,
          head_dim: size,
          vocab_size: size,
        },
      }),
      jsonFile('generation_config.json', ends),
      jsonFile('processor_config.json', { image_seq_len: 1, processor_class: 'SmolVLMProcessor' }),
      jsonFile('preprocessor_config.json', {
        image_processor_type: 'SmolVLMImageProcessor',
        processor_class: 'SmolVLMProcessor',
        size: { longest_edge: 2 * SIDE },
        max_image_size: { longest_edge: SIDE },
        do_resize: true,
        do_rescale: true,
        do_normalize: false,
        do_image_splitting: true,
        resample: 2,
      }),
      ...tokenizer.files,
      ...onnxFiles('vision_encoder', visionEncoder(tokenizer, ['batch_size', 1, 3, SIDE, SIDE])),
      ...onnxFiles('embed_tokens', embedder(size)),
      ...onnxFiles('decoder_model_merged', chatDecoder(tokenizer)),
    ],
  };
}

/**
 * A causal language model in Llama's layout that says its sentence from wherever the prompt ends. `chain` gives the word after
 * each word; what is not in it is followed by the end.
 */
export function tinyLanguageModel(
  words: readonly string[],
  chain: Readonly<Record<string, string>>,
): TinyModel {
  const tokenizer = tinyTokenizer({
    type: 'PreTrainedTokenizer',
    special: SPECIAL,
    words,
    framed: false,
    chatTemplate:
      "{% for message in messages %}{{ message['content'] + ' ' }}{% endfor %}{% if add_generation_prompt %}{{ ':' }}{% endif %}",
  });
  const size = tokenizer.vocabulary.length;
  const end = tokenizer.id(SPECIAL.end);
  const closed = { ...Object.fromEntries(words.map((word) => [word, SPECIAL.end])), ...chain };
  const graph = new TinyGraph('tiny language model');
  const ids = graph.input('input_ids', ['batch_size', 'tokens'], 'int64');
  const mask = graph.input('attention_mask', ['batch_size', 'all_tokens'], 'int64');
  const positions = graph.input('position_ids', ['batch_size', 'tokens'], 'int64');
  const embedded = graph.op('Gather', [graph.floats([size, size], identity(size)), ids], { axis: int(0) });
  const next = graph.matMul(embedded, graph.floats([size, size], followers(tokenizer, closed)));
  const read = (value: Value): Value =>
    graph.scale(graph.mean(graph.cast(value, 'float32'), [0, 1], false), 0);
  const logits = graph.add(graph.scale(next, 10), graph.add(read(mask), read(positions)));
  graph.output('logits', logits, ['batch_size', 'tokens', size]);
  for (const part of ['key', 'value'] as const) {
    const past = graph.input(`past_key_values.0.${part}`, ['batch_size', 1, 'past_tokens', size]);
    const present = graph.concat([past, graph.unsqueeze(embedded, 1)], 2);
    graph.output(`present.0.${part}`, present, ['batch_size', 1, 'all_tokens', size]);
  }
  const ends = {
    bos_token_id: tokenizer.id(SPECIAL.begin),
    eos_token_id: end,
    pad_token_id: tokenizer.id(SPECIAL.pad),
  };
  return {
    repository: 'tiny/language-model',
    files: [
      jsonFile('config.json', {
        model_type: 'llama',
        architectures: ['LlamaForCausalLM'],
        num_hidden_layers: 1,
        num_attention_heads: 1,
        num_key_value_heads: 1,
        hidden_size: size,
        head_dim: size,
        vocab_size: size,
        ...ends,
      }),
      jsonFile('generation_config.json', ends),
      ...tokenizer.files,
      ...onnxFiles('model', graph.encode()),
    ],
  };
}
