import type { AskRecord } from '../../reasoning/types.ts';
import { Construction } from './Construction.tsx';
import { RolloutDetails } from './RolloutDetails.tsx';
import { Structure } from './Structure.tsx';

/** How an answer came about: what was measured for it, the checks of its structure, and the rollout as it was written. */
export function AnswerDetails(props: { readonly ask: AskRecord }) {
  const { ask } = props;
  return (
    <>
      <Construction ask={ask} />
      {ask.trace && <Structure trace={ask.trace} />}
      {ask.trace && <RolloutDetails trace={ask.trace} />}
    </>
  );
}
