import { formatDuration } from '../../core/units.ts';
import { answerText } from '../../reasoning/explain/compare.ts';
import type { AskRecord } from '../../reasoning/types.ts';
import { policyCards } from '../../store/policyCards.ts';
import { forcedTask, sameQuestionByOthers } from '../../store/selectors.ts';
import { EMBEDDED } from '../../store/slices/models.ts';
import type { PolicyId } from '../../store/slices/policies.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** The same question of the same twin by other policies, side by side, and the way to ask those that were not asked. */
export function OtherPolicies(props: { readonly ask: AskRecord }) {
  const { ask: record } = props;
  const { ask, showAsk } = useCommands();
  const asks = useApp((state) => state.conversation.asks);
  const origins = useApp((state) => state.conversation.origins);
  const task = useApp((state) => forcedTask(state, record.id));
  const revision = useApp((state) => state.edits.revision);
  const tuned = useApp((state) => state.policies.tuned);
  const hasHub = useApp((state) => state.models.active.policy !== EMBEDDED);
  const busy = useApp((state) => state.conversation.asking !== undefined);
  const origin = origins[record.id];
  if (origin?.kind !== 'asked') return null;
  const others = sameQuestionByOthers(asks, origins, record);
  const known = [record.policy, ...others.map(({ policy }) => policy)];
  const left: readonly PolicyId[] =
    origin.revision === revision
      ? policyCards(tuned)
          .map(({ id }) => id)
          .filter((id) => !known.includes(id) && (id !== 'hub' || hasHub))
      : [];
  if (others.length === 0 && left.length === 0) return null;
  return (
    <section className="otherPolicies" aria-label="The same question by other policies">
      {others.length > 0 && (
        <div className="otherPolicies__sides">
          {[record, ...others].map((one) => (
            <p key={one.id} className="otherPolicies__side">
              <span className="label">{one.policy}</span>
              <b>{answerOf(one)}</b>
              <span className="muted">
                {formatDuration(one.ms)}
                {one.id === record.id ? ' · shown here' : agreement(record, one)}
              </span>
              {one.id !== record.id && (
                <button type="button" onClick={() => showAsk(one.id)}>
                  Show this answer
                </button>
              )}
            </p>
          ))}
        </div>
      )}
      {left.length > 0 && (
        <div className="otherPolicies__ask">
          {left.map((id) => (
            <Button key={id} look="quiet" disabled={busy} onClick={() => void ask(record.question, task, id)}>
              Ask {id} the same
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

function answerOf({ trace, execution }: AskRecord): string {
  const answered = trace === undefined || trace.outcome.kind === 'answered' || execution?.answer;
  return answered ? answerText(execution) : 'no answer';
}

const agreement = (shown: AskRecord, other: AskRecord): string =>
  answerOf(shown) === answerOf(other) ? ' · the same answer' : ' · another answer';
