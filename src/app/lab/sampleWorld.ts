import type { Misperception, WorldSample, WorldWish } from '../../store/worldSample.ts';
import { WORLDS } from '../../training/worlds/index.ts';
import { goldRollout } from '../../training/worlds/rollout.ts';
import { boxIou } from '../../twin/geometry/box.ts';
import type { Box, Twin, TwinObject } from '../../twin/schema/twin.ts';

/** A sample of a world as plain data: what is there, what is seen, what is asked, and how it is answered. */
export function sampleWorld(wish: WorldWish): WorldSample {
  const world = WORLDS[wish.world];
  const { family, phrasings, difficulty, seed } = wish;
  const sample = world.sample(seed, {
    phrasings,
    difficulty,
    ...(family === undefined ? {} : { families: [family] }),
  });
  const { parts, execution } = goldRollout(sample);
  return {
    wish,
    families: world.families,
    heldOutFamilies: world.heldOutFamilies,
    family: sample.family,
    phrasing: sample.phrasing,
    question: sample.question,
    task: sample.task,
    program: sample.program,
    parts: parts.map((part) => ({ ...part })),
    answer: sample.answer.text,
    seenAnswer: execution.answer?.text ?? execution.error?.message ?? 'no answer',
    targets: sample.targets.ids,
    none: sample.targets.none,
    seen: sample.twin,
    there: sample.trueTwin,
    misperceptions: misperceptions(sample.measured, sample.trueTwin),
  };
}

/** Below this overlap two boxes are not of one thing. */
const SAME_THING = 0.3;
/** A box this far off is worth a word, as is a depth by this share. */
const MOVED = 0.9;
const DEPTH_OFF = 0.1;

const boxOf = (object: TwinObject): Readonly<Box> => object.states[0]?.box ?? [0, 0, 0, 0];

/** What was made of each true object: detections are given to the true object that they overlap most, the first to come is the object. */
function misperceptions(seen: Twin, there: Twin): readonly Misperception[] {
  const owners = new Map<string, TwinObject[]>();
  for (const object of seen.objects) {
    const owner = there.objects
      .map((truth) => ({ truth, overlap: boxIou(boxOf(truth), boxOf(object)) }))
      .toSorted((a, b) => b.overlap - a.overlap)[0];
    if (!owner || owner.overlap < SAME_THING) continue;
    owners.set(owner.truth.id, [...(owners.get(owner.truth.id) ?? []), object]);
  }
  return there.objects.flatMap((truth) => {
    const [first, ...again] = owners.get(truth.id) ?? [];
    if (!first)
      return [{ kind: 'missed', trueId: truth.id, seenId: undefined, what: `${truth.label} was not seen` }];
    const doubled = again.map(
      (object): Misperception => ({
        kind: 'doubled',
        trueId: truth.id,
        seenId: object.id,
        what: `${truth.label} was seen once more, as ${object.label}`,
      }),
    );
    return [...differences(truth, first), ...doubled];
  });
}

function differences(truth: TwinObject, seen: TwinObject): readonly Misperception[] {
  const found: Misperception[] = [];
  const add = (kind: Misperception['kind'], what: string): void =>
    void found.push({ kind, trueId: truth.id, seenId: seen.id, what });
  if (truth.label !== seen.label) add('mislabelled', `${truth.label} was taken for ${seen.label}`);
  const [was, is] = [coloursOf(truth), coloursOf(seen)];
  if (was !== is) add('recoloured', `${truth.label}: ${was || 'no colour'} was seen as ${is || 'no colour'}`);
  const overlap = boxIou(boxOf(truth), boxOf(seen));
  if (overlap < MOVED) add('moved', `the box of ${truth.label} is off: IoU ${overlap.toFixed(2)}`);
  const [depth, measured] = [depthOf(truth), depthOf(seen)];
  if (depth && measured && Math.abs(measured / depth - 1) > DEPTH_OFF)
    add('depth', `${truth.label} is ${depth.toFixed(1)} m away, measured as ${measured.toFixed(1)} m`);
  return found;
}

const depthOf = ({ states }: TwinObject): number | undefined => {
  const position = states[0]?.position;
  return position && -position[2];
};

function coloursOf({ attributes }: TwinObject): string {
  const value = attributes.color?.value;
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}
