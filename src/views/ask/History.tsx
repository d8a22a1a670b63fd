import type { AskRecord } from '../../reasoning/types.ts';
import { shownAsk } from '../../store/selectors.ts';
import { useApp, useCommands } from '../context.tsx';
import { AskedBeforeMark } from './AskedBefore.tsx';

const outcome = (ask: AskRecord): string =>
  ask.execution?.answer?.text ?? (ask.execution?.error ? 'stopped' : 'not read');

/** Earlier questions of this twin, newest first; a click shows one again. */
export function History() {
  const { showAsk } = useCommands();
  const asks = useApp((state) => state.conversation.asks);
  const shown = useApp(shownAsk);
  const others = asks.filter((ask) => ask.id !== shown?.id).reverse();
  if (others.length === 0) return null;
  return (
    <section style={{ marginTop: 16 }}>
      <h3 className="label">Asked before</h3>
      <div className="history">
        {others.map((ask) => (
          <button key={ask.id} type="button" onClick={() => showAsk(ask.id)}>
            <span className="history__question">{ask.question.slice(0, 300)}</span>
            <AskedBeforeMark id={ask.id} />
            <span className="history__answer">{outcome(ask)}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
