import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { rleArea, rleBox } from '../../../twin/geometry/rle.ts';
import type { ObjectMask, SegmentPrompt } from '../../tasks/segment/types.ts';
import type { ImageSize } from '../measure/boxes.ts';
import { maskFromLogits } from '../measure/masks.ts';
import { modelPrompt, type PromptAbilities } from '../measure/prompts.ts';
import { floatsOf, type Pretrained, sizeOf, type Transformers } from '../runtime/pretrained.ts';
import type { Picture, PromptedPicture, SegmentTask } from './types.ts';

type SamLike = InstanceType<Transformers['SamModel']> | InstanceType<Transformers['Sam2Model']>;

/** Loads a model that masks what boxes and points show: SAM, SlimSAM, SAM 2.1. */
export async function loadPromptableSegmentation(source: Pretrained): Promise<SegmentTask> {
  const { lib, repository, options } = source;
  const model = await lib.AutoModelForMaskGeneration.from_pretrained(repository, options);
  if (!(model instanceof lib.SamModel || model instanceof lib.Sam2Model))
    throw new TypeError(`${repository} holds no SAM model`);
  const processor = await lib.AutoProcessor.from_pretrained(repository, options);
  const encode = async (picture: Picture) => {
    const inputs: unknown = await processor(picture.pixels);
    return new EncodedPicture(lib, model, picture.image, inputs, await embeddingsOf(lib, model, inputs));
  };
  return {
    role: 'segment',
    side: 1024,
    encode,
    async probe(picture) {
      const { width, height } = picture.image;
      const encoded = await encode(picture);
      try {
        const points = [{ x: width / 4, y: height / 4, positive: true }];
        const { logits, scores } = await encoded.decode({ points });
        return Float32Array.of(...scores, ...logits.data);
      } finally {
        encoded.dispose();
      }
    },
  };
}

type Embeddings = Record<string, InstanceType<Transformers['Tensor']>>;

async function embeddingsOf(lib: Transformers, model: SamLike, inputs: unknown): Promise<Embeddings> {
  if (typeof inputs !== 'object' || inputs === null || !('pixel_values' in inputs))
    throw new TypeError('the image processor gives no pixels');
  const { pixel_values } = inputs;
  if (!(pixel_values instanceof lib.Tensor)) throw new TypeError('the image processor gives no pixels');
  return { ...(await model.get_image_embeddings({ pixel_values })) };
}

interface Decoded {
  /** Of the best candidate; rows of `width` values. */
  readonly logits: { readonly data: Float32Array; readonly width: number; readonly height: number };
  readonly score: number;
  readonly scores: readonly number[];
}

class EncodedPicture implements PromptedPicture {
  readonly #lib: Transformers;
  readonly #model: SamLike;
  readonly #image: ImageSize;
  readonly #embeddings: Embeddings;
  readonly #abilities: PromptAbilities;
  /** Size of the photo within the network's input, and of that input. */
  readonly #reshaped: ImageSize;
  readonly #input: ImageSize;

  constructor(lib: Transformers, model: SamLike, image: ImageSize, inputs: unknown, embeddings: Embeddings) {
    this.#lib = lib;
    this.#model = model;
    this.#image = image;
    this.#embeddings = embeddings;
    this.#reshaped = sizeOf(inputs, 'reshaped_input_sizes');
    const [, , height = 1, width = 1] = floatsOf(lib, inputs, 'pixel_values').dims;
    this.#input = { width, height };
    const names: readonly string[] = model.sessions.prompt_encoder_mask_decoder?.inputNames ?? [];
    this.#abilities = {
      boxes: names.includes('input_boxes'),
      boxAlone: model instanceof lib.Sam2Model,
    };
  }

  async mask(prompt: SegmentPrompt, within?: ReadonlyBox): Promise<ObjectMask | undefined> {
    const { clip } = modelPrompt(prompt, this.#abilities, this.#image);
    const { logits, score } = await this.decode(prompt);
    const covered = {
      width: (logits.width * this.#reshaped.width) / this.#input.width,
      height: (logits.height * this.#reshaped.height) / this.#input.height,
    };
    const mask = maskFromLogits({ ...logits, covered }, this.#image, within ?? clip);
    const box = rleBox(mask);
    if (box === undefined) return undefined;
    return { mask, box, area: rleArea(mask), score: Math.min(1, Math.max(0, score)) };
  }

  /** Answers a prompt from the encoding. */
  async decode(prompt: SegmentPrompt): Promise<Decoded> {
    const lib = this.#lib;
    const answer: unknown = await this.#model({ ...this.#embeddings, ...this.#feeds(prompt) });
    const scores = floatsOf(lib, answer, 'iou_scores').data;
    const masks = floatsOf(lib, answer, 'pred_masks');
    const [height = 0, width = 0] = masks.dims.slice(-2);
    const best = scores.reduce((at, score, i) => (score > (scores[at] ?? 0) ? i : at), 0);
    const data = masks.data.slice(best * width * height, (best + 1) * width * height);
    return { logits: { data, width, height }, score: scores[best] ?? 0, scores: [...scores] };
  }

  dispose(): void {
    for (const tensor of Object.values(this.#embeddings)) tensor.dispose();
  }

  #feeds(prompt: SegmentPrompt): Embeddings {
    const { Tensor } = this.#lib;
    const { points, labels, box } = modelPrompt(prompt, this.#abilities, this.#image);
    const [scaleX, scaleY] = [
      this.#reshaped.width / this.#image.width,
      this.#reshaped.height / this.#image.height,
    ];
    const feeds: Embeddings = {};
    if (points.length > 0) {
      const flat = points.flatMap(([x, y]) => [x * scaleX, y * scaleY]);
      const count = points.length;
      feeds.input_points = new Tensor('float32', Float32Array.from(flat), [1, 1, count, 2]);
      feeds.input_labels = new Tensor('int64', BigInt64Array.from(labels, BigInt), [1, 1, count]);
    }
    if (box) {
      const [x0, y0, x1, y1] = box;
      const corners = [x0 * scaleX, y0 * scaleY, x1 * scaleX, y1 * scaleY];
      feeds.input_boxes = new Tensor('float32', Float32Array.from(corners), [1, 1, 4]);
    } else if (this.#abilities.boxes && !this.#abilities.boxAlone) {
      feeds.input_boxes = new Tensor('float32', new Float32Array(), [1, 0, 4]);
    }
    return feeds;
  }
}
