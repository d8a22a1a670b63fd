import { ArrowRight } from 'lucide-react';
import { compareAnswers } from '../../reasoning/explain/compare.ts';
import type { AskRecord } from '../../reasoning/types.ts';
import { earlierAsk } from '../../store/selectors.ts';
import { useApp } from '../context.tsx';
import { ObjectChip } from '../ui/ObjectChip.tsx';
import { useLabelOf } from './useLabels.ts';

/** The same question before and after an edit, side by side: "without cup o5: 2 → 1". Nothing where it was asked once. */
export function BeforeAfter(props: { readonly ask: AskRecord }) {
  const { ask } = props;
  const earlier = useApp((state) => earlierAsk(state, ask));
  return earlier ? <Compared before={earlier} after={ask} /> : null;
}

function Compared(props: { readonly before: AskRecord; readonly after: AskRecord }) {
  const { before, after } = props;
  const origins = useApp((state) => state.conversation.origins);
  const [was, is] = [origins[before.id], origins[after.id]];
  const labelBefore = useLabelOf(before);
  const labelAfter = useLabelOf(after);
  if (was?.kind !== 'asked' || is?.kind !== 'asked') return null;
  const compared = compareAnswers(
    { execution: before.execution, twin: was.twin },
    { execution: after.execution, twin: is.twin },
  );
  const { change, changed, joined, left } = compared;
  const words = change === undefined ? 'The twin is as it was' : capital(change);
  return (
    <section className="compared" aria-label="Before and after the edit">
      <p className="compared__words">
        {words}: {changed ? `${compared.before} → ${compared.after}` : 'the same answer'}
      </p>
      <div className="compared__sides">
        <p>
          <span className="label">Before</span>
          <span className="compared__answer">{compared.before}</span>
        </p>
        <ArrowRight size={14} aria-hidden />
        <p>
          <span className="label">After</span>
          <span className="compared__answer" data-changed={changed}>
            {compared.after}
          </span>
        </p>
      </div>
      <Moved words="No longer evidence" ids={left} labelOf={labelBefore} />
      <Moved words="Now evidence" ids={joined} labelOf={labelAfter} />
    </section>
  );
}

const CAP = 12;

function Moved(props: {
  readonly words: string;
  readonly ids: readonly string[];
  readonly labelOf: (id: string) => string | undefined;
}) {
  const { words, ids, labelOf } = props;
  if (ids.length === 0) return null;
  return (
    <div className="compared__moved">
      <span className="muted">{words}</span>
      {ids.slice(0, CAP).map((id) => (
        <ObjectChip key={id} id={id} label={labelOf(id)} />
      ))}
      {ids.length > CAP && <span className="muted">and {ids.length - CAP} more</span>}
    </div>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
