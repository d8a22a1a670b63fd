import { Clock } from 'lucide-react';
import type { AnswerInterval } from '../../twin/query/types.ts';
import { formatInterval } from '../../twin/tracks/words.ts';
import { useCommands } from '../context.tsx';

const CAP = 40;

/** When the answer holds: each stretch as a button that shows its first frame and its objects. */
export function Intervals(props: { readonly intervals: readonly AnswerInterval[] }) {
  const { intervals } = props;
  const { video, select, light } = useCommands();
  if (intervals.length === 0) return null;
  return (
    <ul className="intervals" aria-label="When it holds">
      {intervals.slice(0, CAP).map(({ startUs, endUs, ids }) => (
        <li key={`${startUs} ${ids.join(' ')}`}>
          <button
            type="button"
            className="interval numeric"
            title="Show this time"
            onPointerEnter={() => light(ids)}
            onPointerLeave={() => light(undefined)}
            onClick={() => {
              video.pause();
              video.seek(startUs);
              select(ids);
            }}
          >
            <Clock size={12} aria-hidden /> {formatInterval(startUs, endUs)}
          </button>
        </li>
      ))}
      {intervals.length > CAP && <li className="muted">and {intervals.length - CAP} more</li>}
    </ul>
  );
}
