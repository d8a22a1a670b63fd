import { formatDuration } from '../../core/units.ts';
import type { RunningJob } from '../../store/slices/perception.ts';
import { useApp, useCommands } from '../context.tsx';
import { useElapsed } from '../stage/JobCard.tsx';
import { Button } from '../ui/Controls.tsx';

/** The question that is being answered while a tool measures what it needs, with the way to end it. */
export function Asking() {
  const question = useApp((state) => state.conversation.asking);
  const job = useApp((state) => state.perception.job);
  return question !== undefined && job ? <Measuring question={question} job={job} /> : null;
}

function Measuring(props: { readonly question: string; readonly job: RunningJob }) {
  const { question, job } = props;
  const { cancel } = useCommands();
  const elapsed = useElapsed(job.startedAt);
  return (
    <div className="asking">
      <span>“{question}”</span>
      <span role="status">{job.title}</span>
      <span className="numeric">{formatDuration(elapsed)}</span>
      <Button look="quiet" onClick={cancel}>
        Cancel
      </Button>
    </div>
  );
}
