import { TwinsightError, toTwinsightError } from '../core/errors.ts';
import type { Refine } from '../twin/query/execute.ts';
import type { Need, NeedOutcome } from '../twin/query/needs.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { Opening, OpeningServices } from './opening.ts';

/** Measures with a clock. What fails is the outcome, for the program to go on without; only a cancel is thrown on. */
export async function meetNeed(
  measure: () => Promise<{ readonly twin: Twin } | { readonly refused: string }>,
  now: () => number,
): Promise<NeedOutcome> {
  const start = now();
  try {
    const measured = await measure();
    return 'refused' in measured ? measured : { twin: measured.twin, ms: now() - start };
  } catch (thrown) {
    const error = toTwinsightError(thrown);
    if (error.code === 'cancelled') throw error;
    return { refused: error.message.replace(/\.$/, '') };
  }
}

const TITLES: Readonly<Record<Exclude<Need['kind'], 'objects'>, string>> = {
  mask: 'Outlining what the question needs',
  text: 'Reading what the question needs',
  depth: 'Measuring the depth that the question needs',
  attributes: 'Looking at what the question needs',
};

/** Why a need is not met on a clip: everything that clips are measured for is measured with them, frame by frame. */
export const REFUSED_ON_CLIPS: Readonly<Record<Need['kind'], string>> = {
  mask: 'a clip’s objects are outlined while it is measured, not afterwards',
  text: 'text is read on photos, not on clips',
  depth: 'a clip’s distances are measured with the clip, not afterwards',
  attributes: 'a clip’s colours are measured with the clip, not afterwards',
  objects: 'clips are not searched for things by words, photos are',
};

const cancelled = (): TwinsightError =>
  new TwinsightError({
    code: 'cancelled',
    message: 'The question was cancelled while it was measured.',
    remedy: 'Ask it again.',
  });

/**
 * Lets questions measure what they need on the photo at hand: each need is a job with progress that can be ended. On a clip every
 * need is refused, with the reason.
 */
export function createRefine(services: OpeningServices, opening: Opening): Refine {
  const { store, device, now } = services;
  return async (twin, { kind, ids, phrase }) => {
    if (twin.source.kind === 'video') return { refused: REFUSED_ON_CLIPS[kind] };
    if (store.getState().perception.job) return { refused: 'something else is being measured' };
    const met: NeedOutcome[] = [];
    await opening.run(
      kind === 'objects' ? `Looking for “${phrase}”` : TITLES[kind],
      async (signal, onProgress) => {
        const options = { signal, onProgress };
        const measure = async () => {
          const imageId = await opening.photo(options);
          const { host } = await services.engine();
          if (!host.detector) await host.load(device, options);
          if (kind !== 'objects') return host.refine(imageId, twin, { kind, ids: [...ids] }, options);
          const found = await host.find(imageId, twin, [phrase ?? ''], options);
          return found ?? { refused: 'no model that finds things by words is at work' };
        };
        const outcome = await meetNeed(measure, now);
        signal.throwIfAborted();
        met.push(outcome);
      },
    );
    const [outcome] = met;
    if (!outcome) throw cancelled();
    return outcome;
  };
}
