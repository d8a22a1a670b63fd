import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryTwin, soundTwin } from '../../../test/support/twins.ts';
import { parkVideo } from '../../../test/support/videos.ts';
import type { ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import { checkAnswerIds, checkIntegrity, INTEGRITY_CHECKS, type IntegrityCheckName } from './integrity.ts';

const withState = (change: Partial<ObjectState>): Twin => {
  const twin = soundTwin();
  return {
    ...twin,
    objects: twin.objects.map((object, index) =>
      index === 0 ? { ...object, states: object.states.map((state) => ({ ...state, ...change })) } : object,
    ),
  };
};

const withObject = (change: Partial<TwinObject>): Twin => {
  const twin = soundTwin();
  return {
    ...twin,
    objects: twin.objects.map((object, index) => (index === 1 ? { ...object, ...change } : object)),
  };
};

const depth = { mean: 1, std: 0.1, min: 0.5, max: 2, unit: 'm' as const, by: 0 };
const state: ObjectState = { frame: 0, timeUs: 0, box: [0, 3, 8, 6], by: 0, center: [4, 4.5] };

const violations: readonly [IntegrityCheckName, string, Twin, RegExp][] = [
  ['required-keys', 'a score above 1', withObject({ score: 1.5 }), /objects\[1\]\.score/],
  ['unique-ids', 'an id used twice', withObject({ id: 'o1' }), /^o1/],
  ['non-empty-labels', 'a label of blanks', withObject({ label: '  ' }), /^o2/],
  ['box-in-image', 'a box beyond the right edge', withState({ box: [1, 1, 9, 4] }), /8×6/],
  ['box-in-image', 'an inverted box', withState({ box: [3, 1, 1, 4] }), /no area/],
  ['box-in-image', 'a negative corner', withState({ box: [-1, 1, 3, 4] }), /outside/],
  ['center-of-box', 'a centre elsewhere', withState({ center: [3, 2.5] }), /centre/],
  ['mask-size', 'a mask of another size', withState({ mask: { size: [4, 12], counts: [48] } }), /12×4/],
  [
    'mask-runs',
    'runs that sum to less',
    withState({ mask: { size: [6, 8], counts: [7, 3, 3, 3, 31] } }),
    /47/,
  ],
  [
    'mask-box',
    'a mask away from the box',
    withState({ mask: { size: [6, 8], counts: [36, 6, 6] } }),
    /fills/,
  ],
  ['mask-box', 'an empty mask', withState({ mask: { size: [6, 8], counts: [48] } }), /empty/],
  ['mask-area', 'an area that is not the mask’s', withState({ area: 7 }), /6 pixels/],
  [
    'quad-box',
    'a quadrilateral away from the box',
    withState({
      quad: [
        [5, 0],
        [8, 0],
        [8, 2],
        [5, 2],
      ],
    }),
    /spans/,
  ],
  [
    'valid-depth',
    'an infinite depth',
    withState({ depth: { ...depth, max: Number.POSITIVE_INFINITY } }),
    /finite/,
  ],
  ['valid-depth', 'a negative deviation', withState({ depth: { ...depth, std: -1 } }), /deviation/],
  ['valid-depth', 'a mean outside its range', withState({ depth: { ...depth, mean: 3 } }), /not in/],
  ['ordered-frames', 'a frame beyond the source', withState({ frame: 1 }), /frame 1/],
  ['ordered-frames', 'a frame that repeats', withObject({ states: [state, state] }), /follows/],
  ['provenance-exists', 'a state by a run that is not logged', withState({ by: 2 }), /tool run 2/],
  ['provenance-exists', 'a mask by one', withState({ maskBy: 7 }), /mask points at tool run 7/],
  [
    'mask-box',
    'a mask beyond a box that another tool measured',
    withState({ box: [5, 0, 8, 6], center: [6.5, 3], maskBy: 'human' }),
    /reaches beyond/,
  ],
  ['provenance-exists', 'a depth by one', withState({ depth: { ...depth, by: 9 } }), /tool run 9/],
  [
    'provenance-exists',
    'an attribute by one',
    withObject({ attributes: { colour: { value: 'red', score: 1, by: 5 } } }),
    /colour/,
  ],
];

describe('integrity', () => {
  it('passes every check on sound twins', () => {
    expect(checkIntegrity(soundTwin()).filter((check) => !check.passed)).toEqual([]);
    fc.assert(
      fc.property(arbitraryTwin, (twin) => {
        const report = checkIntegrity(twin);
        expect(report.map((check) => check.name)).toEqual(INTEGRITY_CHECKS);
        expect(report.filter((check) => !check.passed)).toEqual([]);
      }),
    );
  });

  for (const [name, what, twin, message] of violations)
    it(`fails ${name} for ${what}, and names the offender`, () => {
      const check = checkIntegrity(twin).find((candidate) => candidate.name === name);
      expect(check?.passed).toBe(false);
      expect(check?.offenders[0]).toMatch(message);
    });

  it('has a violation for every check', () => {
    expect(new Set(violations.map(([name]) => name))).toEqual(new Set(INTEGRITY_CHECKS));
  });

  it('lets a mask be smaller than the box that another tool measured, not one of the same tool', () => {
    const boxed = { box: [0, 0, 8, 6], center: [4, 3] } satisfies Partial<ObjectState>;
    const passed = (change: Partial<ObjectState>) =>
      checkIntegrity(withState(change)).find(({ name }) => name === 'mask-box')?.passed;
    expect(passed({ ...boxed, maskBy: 'human' })).toBe(true);
    expect(passed(boxed)).toBe(false);
    expect(passed({ ...boxed, maskBy: 0 })).toBe(false);
  });

  it('lists at most twenty offenders', () => {
    const twin = soundTwin();
    const objects = Array.from({ length: 50 }, () => twin.objects[1]).flatMap((object) => object ?? []);
    const check = checkIntegrity({ ...twin, objects }).find(({ name }) => name === 'unique-ids');
    expect(check?.offenders).toHaveLength(20);
  });

  it('checks that the ids of an answer exist', () => {
    expect(checkAnswerIds(soundTwin(), ['o1', 'o2']).passed).toBe(true);
    expect(checkAnswerIds(soundTwin(), ['o1', 'o7'])).toEqual({
      name: 'answer-ids-exist',
      passed: false,
      offenders: ['o7: not in the twin'],
    });
  });
});

describe('the frames of a video', () => {
  const failing = (twin: Twin): readonly string[] =>
    checkIntegrity(twin).flatMap(({ name, passed, offenders }) => (passed ? [] : [name, ...offenders]));
  const video = parkVideo();
  const withFrames = (frames: Twin['source']['frames']): Twin => ({
    ...video,
    source: { ...video.source, frames },
  });

  it('are sound when frames and times increase and every state is in one of them', () => {
    expect(failing(video)).toEqual([]);
    const { frames: _, ...source } = video.source;
    expect(failing({ ...video, source })).toEqual([]);
  });

  it('must increase, lie in the video, and hold every state', () => {
    const frames = video.source.frames ?? [];
    expect(failing(withFrames(frames.toReversed()))).toContain('ordered-frames');
    expect(failing(withFrames(frames.slice(1))).join()).toContain(
      'o2: frame 0 at 0 µs is not one of the sampled frames',
    );
    const late = frames.map((each, index) => (index === 8 ? { ...each, frame: 99 } : each));
    expect(failing(withFrames(late)).join()).toContain('frame 99 of a source of 27');
  });
});
