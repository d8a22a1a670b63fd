import type { AskRecord } from '../../reasoning/types.ts';
import { Correction } from '../corrections/Correction.tsx';
import { OtherPolicies } from './OtherPolicies.tsx';

/** What can be done with an answer: say what would have been right, and ask other policies the same. */
export function AnswerActions(props: { readonly ask: AskRecord }) {
  return (
    <>
      <Correction ask={props.ask} />
      <OtherPolicies ask={props.ask} />
    </>
  );
}
