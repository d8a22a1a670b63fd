import { scaleBox } from '../../twin/geometry/box.ts';
import type { Job } from '../job.ts';
import { CanvasReader } from '../pipeline/canvasReader.ts';
import type { LoadedDetector } from '../pipeline/loadDetector.ts';
import { runDetector } from '../pipeline/runDetector.ts';
import type { Segmenter } from '../pipeline/segmenter.ts';
import type { CropSource } from '../pixels.ts';
import { describeColours } from '../tasks/attributes/describe.ts';
import { detector, INPUT_SIZE } from '../tasks/detect/detector.ts';
import { describeAppearance } from '../tasks/track/appearance.ts';
import { toGray } from './cameraMotion.ts';
import type { CanonicalFrames } from './canonicalFrames.ts';
import { TRACKER_OPTIONS } from './sightings.ts';
import type { FrameLooker, FrameSource, VideoMasks } from './types.ts';

/** More detections of a frame than this say more about the detector than about the frame. */
const MAX_DETECTIONS = 40;

/** The frames of a clip as bitmaps. */
export const bitmapSource = (frames: CanonicalFrames): FrameSource<ImageBitmap> => ({
  async read(frame, signal, alive) {
    const decoded = await frames.read(frame, signal, { alive });
    if (!decoded) return undefined;
    const { timeUs, bitmap } = decoded;
    return { frame, timeUs, image: bitmap, close: () => bitmap.close() };
  },
  get mostAlive() {
    return frames.mostAlive;
  },
});

/** Looks at frames with the detector and the mask heads of a worker. */
export function createLooker(
  model: LoadedDetector,
  segmenter: Segmenter,
  masks: VideoMasks,
): FrameLooker<ImageBitmap> {
  const reader = new CanvasReader();
  return {
    async look(image, job) {
      const { width, height } = image;
      const pixels = reader.read({ bitmap: image, width: INPUT_SIZE, height: INPUT_SIZE });
      const data = detector.preprocess(pixels, model.inputData);
      const outputs = await runDetector(model.session, data, masks !== 'none');
      const minScore = TRACKER_OPTIONS.lowScore ?? detector.defaultMinScore;
      const found = detector.postprocess(outputs, { width, height, minScore, maxObjects: MAX_DETECTIONS });
      const boxes = found.map(({ box }) => box);
      const size = { width, height };
      const outlined = masks === 'none' ? [] : await segmenter.fastMasks(outputs, boxes, size, job);
      const scaled = boxes.map((box) => scaleBox(box, pixels.width / width, pixels.height / height));
      return {
        detections: found.map((detection, index) => ({
          ...detection,
          appearance: describeAppearance(pixels, scaled[index] ?? detection.box, outlined[index]?.mask),
        })),
        masks: outlined,
        gray: toGray(pixels, height / width),
        colours: (index) => {
          const own = scaled[index];
          const others = scaled.filter((_, other) => other !== index);
          return own ? describeColours(pixels, own, others, outlined[index]?.mask) : [];
        },
      };
    },
    outline: (image, boxes, job: Job) => segmenter.fineGrids(cropsOf(image, reader), boxes, job),
  };
}

const cropsOf = (bitmap: ImageBitmap, reader: CanvasReader): CropSource => ({
  width: bitmap.width,
  height: bitmap.height,
  crop: async (window, width, height, fill) =>
    reader.read({ bitmap, window, width, height, fill: fill ?? [0, 0, 0] }),
});
