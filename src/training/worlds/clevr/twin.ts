import type { RelationProvider } from '../../../twin/query/context.ts';
import type { Predicate } from '../../../twin/relations/types.ts';
import type { Twin, Attribute as TwinAttribute, TwinObject } from '../../../twin/schema/twin.ts';
import {
  boxOf,
  HEIGHT,
  middleHeight,
  toCameraFrame,
  toGround,
  VERTICAL_FOV_DEG,
  WIDTH,
} from './projection.ts';
import { type ClevrWorldScene, liesIn, RELATION_MARGIN } from './scene.ts';
import { radiusOf, type Thing } from './thing.ts';
import { ATTRIBUTES, type Attribute, type Direction } from './vocabulary.ts';

const DIRECTION_OF: Partial<Record<Predicate, Direction>> = {
  left_of: 'left',
  right_of: 'right',
  in_front_of: 'front',
  behind: 'behind',
};

/** The twin of a scene: 320 × 240 pixels, what CLEVR's scene files hold, and where each object is. Depths are in world units. */
export function twinOf({ things, camera }: ClevrWorldScene, name: string): Twin {
  return {
    type: 'twin',
    version: 1,
    source: { kind: 'image', name, width: WIDTH, height: HEIGHT, frameCount: 1, durationUs: 0, sha256: '' },
    camera: {
      verticalFovDeg: VERTICAL_FOV_DEG,
      estimated: false,
      heightM: camera.height,
      pitchDeg: (camera.pitch * 180) / Math.PI,
    },
    objects: things.map((thing, index) => objectOf(thing, camera, `o${index + 1}`)),
    log: [{ tool: 'world', model: 'clevr', revision: '1', device: 'none', dtype: 'none', args: {}, ms: 0 }],
  };
}

function objectOf(thing: Thing, camera: ClevrWorldScene['camera'], id: string): TwinObject {
  const box = boxOf(thing, camera);
  const position = toCameraFrame(thing.right, thing.away, middleHeight(thing), camera);
  const mean = -position[2];
  const reach = radiusOf(thing);
  const attribute = (name: Attribute): [string, TwinAttribute] => [
    name,
    { value: thing.values[name], score: 1, by: 0 },
  ];
  return {
    id,
    label: thing.values.shape,
    score: 1,
    attributes: Object.fromEntries(ATTRIBUTES.map(attribute)),
    states: [
      {
        frame: 0,
        timeUs: 0,
        box,
        by: 0,
        center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
        depth: { mean, std: 0, min: mean - reach, max: mean + reach, unit: 'relative', by: 0 },
        position,
      },
    ],
  };
}

const pitchOf = ({ camera }: Twin): number => ((camera.pitchDeg ?? 0) * Math.PI) / 180;

/** The scene that a twin of this world is of: the inverse of `twinOf`. */
export function sceneOf(twin: Twin): ClevrWorldScene {
  const pitch = pitchOf(twin);
  const height = twin.camera.heightM ?? 1;
  const value = (object: TwinObject, name: Attribute): string => object.attributes[name]?.value ?? '';
  return {
    camera: { pitch, height, distance: height / Math.tan(pitch) },
    things: twin.objects.map((object) => ({
      values: {
        size: value(object, 'size'),
        color: value(object, 'color'),
        material: value(object, 'material'),
        shape: value(object, 'shape'),
      },
      ...toGround(object.states[0]?.position ?? [0, 0, 0], pitch),
    })),
  };
}

/**
 * CLEVR's relations (`compute_all_relationships`): along the ground, in the directions of the camera, with a margin of 0.2 m.
 * Positions decide; boxes don't.
 */
export function clevrRelations(twin: Twin): RelationProvider {
  const { things } = sceneOf(twin);
  const places = new Map(twin.objects.map(({ id }, index) => [id, things[index]]));
  return (subject, predicate, object) => {
    const direction = DIRECTION_OF[predicate];
    const [a, b] = [places.get(subject), places.get(object)];
    if (direction === undefined || !a || !b || !liesIn(direction, a, b)) return undefined;
    const across = direction === 'left' || direction === 'right';
    const metres = Math.abs(across ? a.right - b.right : a.away - b.away);
    return {
      subject,
      predicate,
      object,
      score: 1,
      because: { metres: Math.round(metres * 1000) / 1000, margin: RELATION_MARGIN },
    };
  };
}
