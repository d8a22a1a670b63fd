import type { AskRecord } from '../../reasoning/types.ts';
import { Correction } from '../corrections/Correction.tsx';
import { BeforeAfter } from './BeforeAfter.tsx';
import { Broken } from './Broken.tsx';
import { OtherPolicies } from './OtherPolicies.tsx';

/**
 * What follows an answer: that a model gave none, what changed since it was asked before, and what can be done about it: say what would have
 * been right, and ask other policies the same.
 */
export function AnswerActions(props: { readonly ask: AskRecord }) {
  const { ask } = props;
  const read = ask.reading.readable;
  return (
    <>
      {read && ask.trace && <Broken ask={ask} trace={ask.trace} />}
      {read && <BeforeAfter ask={ask} />}
      <Correction ask={ask} />
      <OtherPolicies ask={ask} />
    </>
  );
}
