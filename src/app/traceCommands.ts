import { TwinsightError } from '../core/errors.ts';
import { recordOf } from '../reasoning/rollout/recordOf.ts';
import { withAsks } from '../store/slices/conversation.ts';
import type { AppStore } from '../store/store.ts';
import type { Trace } from '../twin/trace/schema.ts';
import type { Engine } from './engine.ts';
import { setUi } from './storeActions.ts';

export const isTraceFile = (file: File): boolean => /\.jsonl$/i.test(file.name);

/** The rollouts of all questions that were asked of the twin at hand, oldest first. */
export function tracesAtHand(store: AppStore): readonly Trace[] {
  const traces = store.getState().conversation.asks.flatMap(({ trace }) => trace ?? []);
  if (traces.length > 0) return traces;
  throw new TwinsightError({
    code: 'bad-request',
    message: 'No question has been answered yet.',
    remedy: 'Ask one first: its trace can then be saved.',
  });
}

let serial = 0;

/** Shows saved rollouts among the questions of the twin at hand, which must be the one that they are about. */
export async function openTraces(store: AppStore, engine: Engine, file: File): Promise<void> {
  const read = engine.readTraces(await file.text(), file.name);
  if (!read.ok) throw new TwinsightError(read.error);
  const { twin } = store.getState().scene;
  const other = read.value.find(({ twin: { sha256 } }) => sha256 !== '' && sha256 !== twin?.source.sha256);
  if (!twin || other) {
    throw new TwinsightError({
      code: 'bad-request',
      message: other
        ? `“${file.name}” is about “${other.twin.name}”, which is not the picture at hand.`
        : `“${file.name}” holds traces, and there is no twin that they are about.`,
      remedy: 'Open the photo or the twin that the questions were asked of, then the traces.',
    });
  }
  const opened = read.value.map((trace) => {
    serial += 1;
    const record = { ...recordOf(trace), id: `opened-${serial}` };
    return { record, origin: { kind: 'opened', file: file.name } } as const;
  });
  store.setState(({ conversation }) => ({ conversation: withAsks(conversation, opened) }));
  const selectedIds = opened.at(-1)?.record.execution?.evidence ?? [];
  setUi(store, { activeStep: undefined, litIds: undefined, selectedIds });
}
