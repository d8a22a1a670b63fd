import { boxArea, boxCenter, clipBox } from '../../twin/geometry/box.ts';
import { rasterisePolygons } from '../../twin/geometry/polygon.ts';
import { parseCompressedRle, rleArea, rleBox, rleProblem } from '../../twin/geometry/rle.ts';
import { MASK_BOX_TOLERANCE } from '../../twin/integrity/integrity.ts';
import type { Rle } from '../../twin/schema/rle.ts';
import {
  type Attribute,
  type Box,
  MAX_OBJECTS,
  TWIN_VERSION,
  type Twin,
  type TwinObject,
  type TwinSource,
} from '../../twin/schema/twin.ts';
import type { CocoAnnotation, CocoDataset, CocoImage, CocoSegmentation } from './schema.ts';

/** Index of the one log entry that everything in an annotation twin comes from. */
const BY_ANNOTATION = 0;

/** Between phone and classic lenses; replaced when depth is estimated. */
const ASSUMED_VERTICAL_FOV_DEG = 45;

export interface CocoTwin {
  readonly twin: Twin;
  /** The annotation behind each object id. */
  readonly annotationIds: ReadonlyMap<string, number>;
  /** What was left out, in words; empty when nothing was. */
  readonly notices: readonly string[];
}

/**
 * The *oracle* twin of an image: its annotations as objects o1, o2 … by falling area, with exact boxes and masks and score 1. Crowd
 * regions and boxes outside the image are left out, unreadable masks dropped; `notices` says so. Depth, colours and size words are
 * not in the file: `describeTwin` of the perception layer adds them as for measured twins.
 * @param source Of the photo when it is at hand; else name and size come from the dataset.
 */
export function twinFromCoco(dataset: CocoDataset, image: CocoImage, source?: TwinSource): CocoTwin {
  const labels = new Map(dataset.categories.map((category) => [category.id, category.name]));
  const own = dataset.annotations.filter((annotation) => annotation.image_id === image.id);
  const single = own.filter((annotation) => annotation.iscrowd !== 1);
  const notices: string[] = [];
  if (single.length < own.length)
    notices.push(`${own.length - single.length} crowd regions are left out: they are no single objects.`);
  const scale: Scale = source
    ? { x: source.width / image.width, y: source.height / image.height }
    : { x: 1, y: 1 };
  const size = source ?? image;
  const read = single.flatMap((annotation) => {
    const object = toObject(annotation, labels.get(annotation.category_id) ?? '', image, size, scale);
    return object === undefined ? [] : { annotation, ...object };
  });
  if (read.length < single.length)
    notices.push(`${single.length - read.length} annotations without a box inside the image are left out.`);
  const maskless = read.filter(({ maskProblem }) => maskProblem !== undefined);
  if (maskless.length > 0)
    notices.push(`${maskless.length} masks are left out; the first: ${maskless[0]?.maskProblem}.`);
  read.sort((a, b) => b.area - a.area || a.annotation.id - b.annotation.id);
  if (read.length > MAX_OBJECTS) {
    notices.push(`Only the ${MAX_OBJECTS} largest of ${read.length} objects are kept.`);
    read.length = MAX_OBJECTS;
  }
  const twin: Twin = {
    type: 'twin',
    version: TWIN_VERSION,
    source: source ?? {
      kind: 'image',
      name: image.file_name,
      width: image.width,
      height: image.height,
      frameCount: 1,
      durationUs: 0,
      sha256: '',
    },
    camera: { verticalFovDeg: ASSUMED_VERTICAL_FOV_DEG, estimated: true },
    objects: read.map(({ object }, index) => ({ id: `o${index + 1}`, ...object })),
    log: [
      {
        tool: 'annotation',
        model: 'COCO instances',
        revision: '',
        device: '',
        dtype: '',
        args: { imageId: image.id, annotations: read.length },
        ms: 0,
      },
    ],
  };
  const annotationIds = new Map(read.map(({ annotation }, index) => [`o${index + 1}`, annotation.id]));
  return { twin, annotationIds, notices };
}

interface Scale {
  readonly x: number;
  readonly y: number;
}

interface ReadObject {
  readonly object: Omit<TwinObject, 'id'>;
  readonly area: number;
  readonly maskProblem?: string;
}

function toObject(
  annotation: CocoAnnotation,
  label: string,
  image: CocoImage,
  size: { readonly width: number; readonly height: number },
  scale: Scale,
): ReadObject | undefined {
  const [x, y, width, height] = annotation.bbox;
  const clipped = clipBox(
    [x * scale.x, y * scale.y, (x + width) * scale.x, (y + height) * scale.y],
    size.width,
    size.height,
  );
  if (clipped === undefined || label.trim() === '') return undefined;
  const mask = annotation.segmentation && readMask(annotation.segmentation, image, size, scale);
  const fitted = mask?.rle && fitBox(clipped, mask.rle);
  const box = fitted ?? clipped;
  const area = fitted && mask?.rle ? rleArea(mask.rle) : boxArea(box);
  return {
    area,
    ...(mask !== undefined && fitted === undefined ? { maskProblem: mask.problem ?? 'it is empty' } : {}),
    object: {
      label,
      score: annotation.score ?? 1,
      attributes: readAttributes(annotation.attributes ?? {}),
      states: [
        {
          frame: 0,
          timeUs: 0,
          box,
          by: BY_ANNOTATION,
          center: boxCenter(box),
          ...(fitted && mask?.rle ? { mask: mask.rle, area } : {}),
        },
      ],
    },
  };
}

/** The annotated box where the mask agrees with it, else the mask's own; undefined for an empty mask. */
function fitBox(box: Box, mask: Rle): Box | undefined {
  const tight = rleBox(mask);
  if (tight === undefined) return undefined;
  const agrees = tight.every((edge, i) => Math.abs(edge - (box[i] ?? 0)) <= MASK_BOX_TOLERANCE);
  return agrees ? box : tight;
}

interface ReadMask {
  readonly rle?: Rle;
  readonly problem?: string;
}

function readMask(
  segmentation: CocoSegmentation,
  image: CocoImage,
  size: { readonly width: number; readonly height: number },
  scale: Scale,
): ReadMask | undefined {
  if (Array.isArray(segmentation)) {
    // Tools write an empty list for "box only".
    if (segmentation.length === 0) return undefined;
    const polygons = segmentation.map((polygon) =>
      polygon.map((value, i) => value * (i % 2 === 0 ? scale.x : scale.y)),
    );
    try {
      return { rle: rasterisePolygons(polygons, size.width, size.height) };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }
  const { size: maskSize, counts } = segmentation;
  if (maskSize[0] !== image.height || maskSize[1] !== image.width || scale.x !== 1 || scale.y !== 1)
    return { problem: `its size ${maskSize[1]}×${maskSize[0]} is not that of the photo` };
  if (typeof counts === 'string') {
    const parsed = parseCompressedRle(maskSize, counts);
    return parsed.ok ? { rle: parsed.value } : { problem: parsed.error };
  }
  const rle: Rle = { size: maskSize, counts };
  const problem = rleProblem(rle);
  return problem === undefined ? { rle } : { problem };
}

/** Plain words, numbers and flags, as `writeCoco` and annotation tools write them; anything else is left out. */
function readAttributes(attributes: Readonly<Record<string, unknown>>): Record<string, Attribute> {
  const entries = Object.entries(attributes).flatMap(([name, raw]): [string, Attribute][] => {
    if (typeof raw === 'string' && raw.length <= 256)
      return [[name, { value: raw, score: 1, by: BY_ANNOTATION }]];
    return typeof raw === 'number' || typeof raw === 'boolean'
      ? [[name, { value: String(raw), score: 1, by: BY_ANNOTATION }]]
      : [];
  });
  return Object.fromEntries(entries);
}
