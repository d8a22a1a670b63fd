import type { Detection } from '../../pixels.ts';
import { sigmoid } from '../../sigmoid.ts';
import { cornersInImage, suppressDoubles } from '../measure/boxes.ts';
import { groundingText, matchPhrase } from '../measure/phrases.ts';
import { floatsOf, type Pretrained } from '../runtime/pretrained.ts';
import type { FindTask, Picture } from './types.ts';

/** A word counts as meant by a query above this score; as in the model's own demonstrations. */
const WORD_SCORE = 0.25;
const MAX_IOU = 0.7;
const PROBE_TEXT = 'a sign. a lamp.';

/** Loads a detector that is asked with a text and ticks words of it for each box: Grounding DINO. */
export async function loadGroundedDetection({ lib, repository, options }: Pretrained): Promise<FindTask> {
  const model = await lib.AutoModelForZeroShotObjectDetection.from_pretrained(repository, options);
  const processor = await lib.AutoProcessor.from_pretrained(repository, options);
  const tokenizer = await lib.AutoTokenizer.from_pretrained(repository, options);
  const run = async ({ pixels }: Picture, text: string) => {
    const words = tokenizer(text);
    const answer: unknown = await model({ ...words, ...(await processor(pixels)) });
    const ids: bigint[] = words.input_ids.tolist()[0];
    return { ids, logits: floatsOf(lib, answer, 'logits'), boxes: floatsOf(lib, answer, 'pred_boxes') };
  };
  return {
    role: 'find',
    side: 1333,
    async find(picture, phrases, minScore) {
      const { ids, logits, boxes } = await run(picture, groundingText(phrases));
      const [, queries = 0, positions = 0] = logits.dims;
      const found: Detection[] = [];
      for (let query = 0; query < queries; query++) {
        // The first and the last token open and close the text; positions beyond it are padding.
        const scores = Array.from(ids, (_, i) =>
          i === 0 || i >= ids.length - 1 ? 0 : sigmoid(logits.data[query * positions + i] ?? 0),
        );
        const score = Math.max(0, ...scores);
        if (score < minScore) continue;
        const ticked = ids.filter((_, i) => (scores[i] ?? 0) > WORD_SCORE);
        const label = matchPhrase(tokenizer.decode(ticked, { skip_special_tokens: true }), phrases);
        const box = cornersInImage(boxes.data.subarray(4 * query, 4 * query + 4), picture.image);
        if (label !== undefined && box) found.push({ label, score, box });
      }
      return suppressDoubles(found, MAX_IOU).sort((a, b) => b.score - a.score);
    },
    probe: async (picture) => (await run(picture, PROBE_TEXT)).boxes.data,
  };
}
