import { boxCenter } from '../../twin/geometry/box.ts';
import type { RelationProvider } from '../../twin/query/context.ts';
import type { Predicate } from '../../twin/relations/types.ts';
import type { Attribute, Box, Twin, TwinObject } from '../../twin/schema/twin.ts';
import { CLEVR_ATTRIBUTES, type ClevrDirection, type ClevrScene } from './schema.ts';

const WIDTH = 320;
const HEIGHT = 240;
/** Blender's camera of the generator: 35 mm on a sensor of 32 mm. */
const FOCAL_PX = (35 / 32) * WIDTH;
const VERTICAL_FOV_DEG = (2 * Math.atan(HEIGHT / 2 / FOCAL_PX) * 180) / Math.PI;
/** Radii of the generator in world units. */
const RADII: Readonly<Record<string, number>> = { small: 0.35, large: 0.7 };

const DIRECTIONS: Partial<Record<Predicate, ClevrDirection>> = {
  left_of: 'left',
  right_of: 'right',
  in_front_of: 'front',
  behind: 'behind',
};

/** The id of an object by its index in the scene file. */
export const clevrId = (index: number): string => `o${index + 1}`;
export const clevrIndex = (id: string): number => Number(id.slice(1)) - 1;

/**
 * The twin of a CLEVR scene (320 × 240 pixels). Attributes, depth and place are the generator's; boxes are those of spheres
 * of the objects' size around their projected centres, which scene files do not hold exactly.
 */
export function twinFromClevr(scene: ClevrScene): Twin {
  return {
    type: 'twin',
    version: 1,
    source: {
      kind: 'image',
      name: scene.image_filename || `scene ${scene.image_index}`,
      width: WIDTH,
      height: HEIGHT,
      frameCount: 1,
      durationUs: 0,
      sha256: '',
    },
    camera: { verticalFovDeg: VERTICAL_FOV_DEG, estimated: false },
    objects: scene.objects.map(objectOf),
    log: [
      {
        tool: 'import',
        model: 'CLEVR scene file',
        revision: '1.0',
        device: 'none',
        dtype: 'none',
        args: { scene: scene.image_index },
        ms: 0,
      },
    ],
  };
}

function objectOf(object: ClevrScene['objects'][number], index: number): TwinObject {
  const [column, row, distance] = object.pixel_coords;
  const depth = Math.max(distance, 0.1);
  const reach = ((RADII[object.size] ?? RADII.small ?? 1) * FOCAL_PX) / depth;
  const box: Box = [
    Math.max(0, Math.min(column - reach, WIDTH - 1)),
    Math.max(0, Math.min(row - reach, HEIGHT - 1)),
    Math.min(WIDTH, Math.max(column + reach, 1)),
    Math.min(HEIGHT, Math.max(row + reach, 1)),
  ];
  const attribute = (name: (typeof CLEVR_ATTRIBUTES)[number]): [string, Attribute] => [
    name,
    { value: object[name], score: 1, by: 0 },
  ];
  return {
    id: clevrId(index),
    label: object.shape,
    score: 1,
    attributes: Object.fromEntries(CLEVR_ATTRIBUTES.map(attribute)),
    states: [
      {
        frame: 0,
        timeUs: 0,
        box,
        by: 0,
        center: boxCenter(box),
        depth: { mean: depth, std: 0, min: depth, max: depth, unit: 'relative', by: 0 },
        position: [
          ((column - WIDTH / 2) * depth) / FOCAL_PX,
          ((HEIGHT / 2 - row) * depth) / FOCAL_PX,
          -depth,
        ],
      },
    ],
  };
}

/** Relations as the scene file holds them, with the generator's margin of 0.2 along the ground (`compute_all_relationships`). */
export function clevrRelations({ relationships }: ClevrScene): RelationProvider {
  return (subject, predicate, object) => {
    const direction = DIRECTIONS[predicate];
    if (direction === undefined) return undefined;
    const held = relationships[direction][clevrIndex(object)]?.includes(clevrIndex(subject)) ?? false;
    return held ? { subject, predicate, object, score: 1, because: { given: direction } } : undefined;
  };
}
