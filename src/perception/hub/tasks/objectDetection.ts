import type { FloatTensor } from '../../runtime/ortSession.ts';
import { decodeDetections, type ScoreKind } from '../measure/boxes.ts';
import { labelOfClass } from '../measure/labels.ts';
import { classNames, configText, floatsOf, type Pretrained } from '../runtime/pretrained.ts';
import type { DetectTask, Picture } from './types.ts';

/** Architectures that end in one distribution over all classes and "nothing"; their descendants score each class alone. */
const SOFTMAX_MODELS: ReadonlySet<string> = new Set(['detr', 'table-transformer', 'yolos']);

interface RawDetections {
  readonly logits: FloatTensor;
  readonly boxes: FloatTensor;
}

/** Loads a detector with a fixed list of classes: D-FINE, RF-DETR, RT-DETR, DETR. */
export async function loadObjectDetection({ lib, repository, options }: Pretrained): Promise<DetectTask> {
  const model = await lib.AutoModelForObjectDetection.from_pretrained(repository, options);
  const processor = await lib.AutoProcessor.from_pretrained(repository, options);
  const names = classNames(model.config);
  const kind: ScoreKind = SOFTMAX_MODELS.has(configText(model.config, 'model_type')) ? 'softmax' : 'sigmoid';
  const run = async ({ pixels }: Picture): Promise<RawDetections> => {
    const answer: unknown = await model(await processor(pixels));
    return { logits: floatsOf(lib, answer, 'logits'), boxes: floatsOf(lib, answer, 'pred_boxes') };
  };
  return {
    role: 'detect',
    side: 1280,
    async detect(picture, minScore) {
      const label = (index: number, classes: number) => labelOfClass(names, index, classes);
      return decodeDetections({ ...(await run(picture)), kind, minScore, label, image: picture.image });
    },
    probe: async (picture) => joined(await run(picture)),
  };
}

/** Boxes first: they are fewer, and a sample of both should hold some. */
const joined = ({ logits, boxes }: RawDetections): Float32Array =>
  Float32Array.of(...boxes.data, ...logits.data.subarray(0, 4 * boxes.data.length));
