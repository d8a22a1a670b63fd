/**
 * Writes what the language model is trained on: the tokenizer, and the worlds' rollouts as token ids.
 *
 *   npx tsx scripts/models/nano/corpus.ts --out DIR [--clevr N] [--photo N] [--video N] [--families first|wider|deeds|unseen|all|NAME,NAME…]
 *       [--namings N] [--others SHARE] [--hurry SHARE] [--clip-families first|later|nested] [--digest] [--programs N] [--seed N] [--tokenizer FILE]
 *
 * `--clevr`, `--photo` and `--video` are samples; each CLEVR sample comes in so many namings (4), a share of them asked of another scene (0).
 * `--hurry`: the share of questions with words missing.
 * `--digest`: what is known of the twin stands before the question.
 * With `--programs` all CLEVR samples are made of so many programs.
 * Without `--tokenizer` one is learnt from the examples first. Files: tokens.bin (uint16), written.bin (uint8), ends.bin (uint32).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Tokenizer } from '@huggingface/tokenizers';
import { CLIP_FAMILIES, type Example, examplesOf, examplesOfFew, PHOTO_FAMILIES } from './examples.ts';
import { TOKENIZER_CONFIG, trainTokenizer } from './tokenizer.ts';

/** Longer examples are left out: what is read of crowded scenes is long, and teaches nothing that shorter ones do not. */
const MAX_TOKENS = 128;
/** Of a digest with as many objects as it may have. */
const DIGEST_TOKENS = 384;
/** The tokenizer is learnt from the first examples of each world. */
const TOKENIZER_EXAMPLES = 20_000;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    clevr: { type: 'string', default: '0' },
    photo: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    tokenizer: { type: 'string' },
    namings: { type: 'string', default: '4' },
    programs: { type: 'string', default: '0' },
    others: { type: 'string', default: '0' },
    video: { type: 'string', default: '0' },
    families: { type: 'string', default: 'first' },
    hurry: { type: 'string', default: '0' },
    'clip-families': { type: 'string', default: 'first' },
    digest: { type: 'boolean', default: false },
  },
});
if (values.out === undefined) throw new Error('--out: the folder to write to is missing');
const out = values.out;
const seed = Number(values.seed);

const isClips = (name: string): name is keyof typeof CLIP_FAMILIES => name in CLIP_FAMILIES;
const isGroup = (name: string): name is keyof typeof PHOTO_FAMILIES => name in PHOTO_FAMILIES;
const families = isGroup(values.families) ? values.families : values.families.split(',');

function* examples(clevr: number, photo: number, video: number): Generator<Example> {
  const programs = Number(values.programs);
  const few = programs > 0 ? examplesOfFew(seed, programs) : undefined;
  const making = {
    namings: Number(values.namings),
    otherScenes: Number(values.others),
    families,
    clipFamilies: isClips(values['clip-families']) ? values['clip-families'] : 'first',
    hurry: Number(values.hurry),
    digest: values.digest,
  };
  for (let index = 0; index < Math.max(clevr, photo, video); index += 1) {
    if (index < clevr) {
      if (few) yield few.next().value;
      else yield* examplesOf('clevr', seed, index, making);
    }
    if (index < photo) yield* examplesOf('photo', seed, index, making);
    if (index < video) yield* examplesOf('video', seed, index, making);
  }
}

function tokenizerFile(): string {
  if (values.tokenizer !== undefined) return values.tokenizer;
  const clevr = Math.min(Number(values.clevr), TOKENIZER_EXAMPLES / 4);
  const { tokenizer, size } = trainTokenizer([...examples(clevr, TOKENIZER_EXAMPLES, 0)]);
  const file = join(out, 'tokenizer.json');
  writeFileSync(file, `${JSON.stringify(tokenizer)}\n`);
  writeFileSync(
    join(dirname(file), 'tokenizer_config.json'),
    `${JSON.stringify(TOKENIZER_CONFIG, null, 2)}\n`,
  );
  process.stdout.write(`tokenizer: ${size} tokens\n`);
  return file;
}

mkdirSync(out, { recursive: true });
const tokenizer = new Tokenizer(JSON.parse(readFileSync(tokenizerFile(), 'utf8')), { ...TOKENIZER_CONFIG });
const encode = (text: string): readonly number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
const [begin] = encode(TOKENIZER_CONFIG.bos_token);
const [end] = encode(TOKENIZER_CONFIG.eos_token);
if (begin === undefined || end === undefined)
  throw new Error('the tokenizer has no tokens for begin and end');

const longest = MAX_TOKENS + (values.digest ? DIGEST_TOKENS : 0);
const tokens: number[] = [];
const written: number[] = [];
const ends: number[] = [];
let left = 0;
for (const { prompt, parts } of examples(Number(values.clevr), Number(values.photo), Number(values.video))) {
  const ids: number[] = [begin, ...encode(prompt)];
  const marks: number[] = ids.map(() => 0);
  for (const part of parts) {
    const some = encode(part.text);
    ids.push(...some);
    marks.push(...some.map(() => Number(part.written)));
  }
  ids.push(end);
  marks.push(1);
  if (ids.length > longest) {
    left += 1;
    continue;
  }
  tokens.push(...ids);
  written.push(...marks);
  ends.push(tokens.length);
}
writeFileSync(join(out, 'tokens.bin'), Uint16Array.from(tokens));
writeFileSync(join(out, 'written.bin'), Uint8Array.from(written));
writeFileSync(join(out, 'ends.bin'), Uint32Array.from(ends));
process.stdout.write(`${ends.length} sequences, ${tokens.length} tokens, ${left} too long and left out\n`);
