import { plainCaption } from '../measure/wordsOfText.ts';
import type { Pretrained } from '../runtime/pretrained.ts';
import type { DescribeTask, Picture } from './types.ts';

const MAX_NEW_TOKENS = 64;

const question = (label: string | undefined): string =>
  label === undefined
    ? 'Describe this image in one sentence.'
    : `In one short sentence: what material is the ${label} made of, and what state is it in?`;

/** Loads a chat model that sees: SmolVLM. */
export async function loadChatVision({ lib, repository, options }: Pretrained): Promise<DescribeTask> {
  const model = await lib.AutoModelForImageTextToText.from_pretrained(repository, options);
  const processor = await lib.AutoProcessor.from_pretrained(repository, options);
  const tokenizer = await lib.AutoTokenizer.from_pretrained(repository, options);
  const answer = async ({ pixels }: Picture, text: string, limit: number) => {
    const content = [{ type: 'image' }, { type: 'text', text }];
    const prompt: unknown = processor.apply_chat_template([{ role: 'user', content }], {
      add_generation_prompt: true,
      tokenize: false,
    });
    const inputs = await processor(prompt, [pixels], { do_image_splitting: false });
    const ids: unknown = await model.generate({ ...inputs, max_new_tokens: limit, do_sample: false });
    if (!(ids instanceof lib.Tensor)) throw new TypeError('the model wrote nothing');
    const asked: number = inputs.input_ids.dims.at(-1);
    return ids.slice(null, [asked, ids.dims.at(-1) ?? asked]);
  };
  return {
    role: 'describe',
    side: 512,
    async describe(picture, label) {
      const ids = await answer(picture, question(label), MAX_NEW_TOKENS);
      return plainCaption(tokenizer.batch_decode(ids, { skip_special_tokens: true })[0] ?? '');
    },
    probe: async (picture) =>
      Float32Array.from((await answer(picture, question(undefined), 6)).tolist().flat(), Number),
  };
}
