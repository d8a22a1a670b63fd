import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { clipBox } from '../../twin/geometry/box.ts';
import { parseCompressedRle, rleArea, rleBox, rleProblem } from '../../twin/geometry/rle.ts';
import { pathText } from '../../twin/integrity/integrity.ts';
import type { Rle } from '../../twin/schema/rle.ts';
import { MAX_OBJECTS, type ObjectState, type Twin, type TwinObject } from '../../twin/schema/twin.ts';
import { identifyJson, isRecord } from '../json/identify.ts';
import { JSON_LIMITS, readJson } from '../json/json.ts';
import {
  type VisAnnotation,
  type VisDataset,
  type VisSegmentation,
  type VisVideo,
  visDatasetSchema,
} from './schema.ts';

/** Masks for every frame make larger files than twins of pictures. */
const VIS_JSON_LIMITS = { ...JSON_LIMITS, maxLength: 128_000_000, maxNodes: 16_000_000 };
/** The frames of YouTube-VIS are every fifth of 30 in a second; a file with times of its own says so. */
const FRAME_US = 1_000_000 / 6;

const refused = (message: string): Result<never, ErrorDetails> =>
  err({
    code: 'bad-request',
    message,
    remedy: 'Open a YouTube-VIS file (videos, annotations with bboxes and segmentations, categories).',
  });

/** Reads a YouTube-VIS file. The error names the file, the place in it and the reason. Never throws. */
export function readYoutubeVis(text: string, name: string): Result<VisDataset, ErrorDetails> {
  const json = readJson(text, name, VIS_JSON_LIMITS);
  if (!json.ok) return json;
  const { value } = json;
  if (!isRecord(value) || !Array.isArray(value.videos) || !Array.isArray(value.annotations))
    return refused(`“${name}” is not a YouTube-VIS file: it is ${identifyJson(value)}.`);
  const parsed = visDatasetSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return refused(
    `“${name}” is a YouTube-VIS file, but ${pathText(issue?.path ?? [])}: ${issue?.message ?? 'does not fit'}.`,
  );
}

/**
 * The twin of one of the file's videos (the first unless an id is given): its annotations are the tracks. Boxes are clipped to the picture;
 * where there is a mask its tight box is taken, as a box that was annotated apart need not fit.
 */
export function twinFromYoutubeVis(
  dataset: VisDataset,
  name: string,
  videoId?: number,
): Result<Twin, ErrorDetails> {
  const video = dataset.videos.find(({ id }) => videoId === undefined || id === videoId);
  if (!video) return refused(`“${name}” has no video ${videoId}.`);
  const length = video.file_names.length;
  const times = video.times_us ?? video.file_names.map((_, index) => Math.round(index * FRAME_US));
  if (times.length !== length || times.some((time, index) => index > 0 && time <= (times[index - 1] ?? 0)))
    return refused(`“${name}”: the times of video ${video.id} are not ${length} rising numbers.`);
  const labels = new Map(dataset.categories.map((category) => [category.id, category.name]));
  const objects: TwinObject[] = [];
  for (const annotation of dataset.annotations) {
    if (annotation.video_id !== video.id) continue;
    const object = toObject(annotation, labels, video, times);
    if (!object.ok) return refused(`“${name}”: annotation ${annotation.id} ${object.error}.`);
    if (object.value) objects.push(object.value);
  }
  if (objects.length > MAX_OBJECTS)
    return refused(`“${name}” has ${objects.length} tracks; at most ${MAX_OBJECTS} are read.`);
  const step = length > 1 ? (times[length - 1] ?? 0) - (times[length - 2] ?? 0) : Math.round(FRAME_US);
  return ok({
    type: 'twin',
    version: 1,
    source: {
      kind: 'video',
      name: video.file_names[0]?.split('/')[0]?.slice(0, 1024) ?? name,
      width: video.width,
      height: video.height,
      frameCount: length,
      durationUs: (times.at(-1) ?? 0) + step,
      sha256: '',
      frames: times.map((timeUs, frame) => ({ frame, timeUs })),
    },
    camera: { verticalFovDeg: 50, estimated: true },
    objects,
    log: [
      {
        tool: 'annotation',
        model: 'YouTube-VIS',
        revision: '',
        device: '',
        dtype: '',
        args: { file: name.slice(0, 1024) },
        ms: 0,
      },
    ],
  });
}

/** Undefined for a track that no frame shows. */
function toObject(
  annotation: VisAnnotation,
  labels: ReadonlyMap<number, string>,
  video: VisVideo,
  times: readonly number[],
): Result<TwinObject | undefined, string> {
  const label = labels.get(annotation.category_id);
  if (label === undefined)
    return err(`has category ${annotation.category_id}, which the file does not define`);
  const { bboxes, segmentations = [] } = annotation;
  if (bboxes.length > times.length || segmentations.length > times.length)
    return err(`has more entries than the ${times.length} frames of its video`);
  const states: ObjectState[] = [];
  for (const [frame, timeUs] of times.entries()) {
    const state = toState(bboxes[frame] ?? null, segmentations[frame] ?? null, video);
    if (!state.ok) return err(`at frame ${frame}: ${state.error}`);
    if (state.value) states.push({ frame, timeUs, ...state.value });
  }
  if (states.length === 0) return ok(undefined);
  const { id, score = 1 } = annotation;
  return ok({ id: `o${id}`, label, score, attributes: {}, states });
}

function toState(
  bbox: readonly [number, number, number, number] | null,
  segmentation: VisSegmentation | null,
  { width, height }: VisVideo,
): Result<Omit<ObjectState, 'frame' | 'timeUs'> | undefined, string> {
  const mask = segmentation ? toRle(segmentation, width, height) : ok(undefined);
  if (!mask.ok) return err(mask.error);
  const tight = mask.value && rleBox(mask.value);
  const [x, y, w, h] = bbox ?? [0, 0, 0, 0];
  const box = tight ?? (bbox ? clipBox([x, y, x + w, y + h], width, height) : undefined);
  if (!box) return ok(undefined);
  const center: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const masked = mask.value && tight ? { mask: mask.value, area: rleArea(mask.value) } : {};
  return ok({ box, center, by: 0, ...masked });
}

function toRle({ size, counts }: VisSegmentation, width: number, height: number): Result<Rle, string> {
  if (size[0] !== height || size[1] !== width)
    return err(`its mask of ${size[1]}×${size[0]} is not of the video's ${width}×${height}`);
  if (typeof counts === 'string') return parseCompressedRle(size, counts);
  const rle: Rle = { size, counts };
  const problem = rleProblem(rle);
  return problem === undefined ? ok(rle) : err(problem);
}
