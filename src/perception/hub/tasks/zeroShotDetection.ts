import { decodeDetections, suppressDoubles } from '../measure/boxes.ts';
import { floatsOf, type Pretrained } from '../runtime/pretrained.ts';
import type { FindTask, Picture } from './types.ts';

const MAX_IOU = 0.7;
const PROBE_PHRASES = ['a sign', 'a lamp'];

/** Loads a detector whose classes are phrases: OWL-ViT, OWLv2. */
export async function loadZeroShotDetection({ lib, repository, options }: Pretrained): Promise<FindTask> {
  const model = await lib.AutoModelForZeroShotObjectDetection.from_pretrained(repository, options);
  const processor = await lib.AutoProcessor.from_pretrained(repository, options);
  const tokenizer = await lib.AutoTokenizer.from_pretrained(repository, options);
  const run = async ({ pixels }: Picture, phrases: readonly string[]) => {
    const words = tokenizer([...phrases], { padding: true, truncation: true });
    const answer: unknown = await model({ ...words, ...(await processor(pixels)) });
    return { logits: floatsOf(lib, answer, 'logits'), boxes: floatsOf(lib, answer, 'pred_boxes') };
  };
  return {
    role: 'find',
    side: 1280,
    async find(picture, phrases, minScore) {
      const label = (index: number) => phrases[index];
      const kind = 'sigmoid';
      const answer = await run(picture, phrases);
      const found = decodeDetections({ ...answer, kind, minScore, label, image: picture.image });
      return suppressDoubles(found, MAX_IOU);
    },
    probe: async (picture) => (await run(picture, PROBE_PHRASES)).boxes.data,
  };
}
