import { plainCaption } from '../measure/wordsOfText.ts';
import type { Pretrained } from '../runtime/pretrained.ts';
import type { DescribeTask, Picture } from './types.ts';

const MAX_NEW_TOKENS = 96;

/** Loads Florence-2, which writes a caption of what it is shown. */
export async function loadFlorence({ lib, repository, options }: Pretrained): Promise<DescribeTask> {
  const model = await lib.Florence2ForConditionalGeneration.from_pretrained(repository, options);
  const processor = await lib.AutoProcessor.from_pretrained(repository, options);
  const tokenizer = await lib.AutoTokenizer.from_pretrained(repository, options);
  const tokens = async ({ pixels }: Picture, prompt: string, limit: number) => {
    const inputs = { ...tokenizer(prompt), ...(await processor(pixels)) };
    const ids: unknown = await model.generate({ ...inputs, max_new_tokens: limit, do_sample: false });
    if (!(ids instanceof lib.Tensor)) throw new TypeError('the model wrote nothing');
    return ids;
  };
  return {
    role: 'describe',
    side: 768,
    async describe(picture) {
      const ids = await tokens(
        picture,
        'Describe with a paragraph what is shown in the image.',
        MAX_NEW_TOKENS,
      );
      return plainCaption(tokenizer.batch_decode(ids, { skip_special_tokens: true })[0] ?? '');
    },
    probe: async (picture) =>
      Float32Array.from((await tokens(picture, 'What does the image describe?', 6)).tolist().flat(), Number),
  };
}
