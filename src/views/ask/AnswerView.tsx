import { CircleSlash } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AskRecord } from '../../reasoning/types.ts';
import type { Answer } from '../../twin/query/types.ts';
import { useApp } from '../context.tsx';
import { BoxAnswer } from './BoxAnswer.tsx';
import { Chips } from './Chips.tsx';
import { Intervals } from './Intervals.tsx';
import { MaskAnswer } from './MaskAnswer.tsx';
import { SummaryAnswer } from './SummaryAnswer.tsx';
import { useLabelOf } from './useLabels.ts';

interface AnswerProps {
  readonly ask: AskRecord;
  readonly answer: Answer;
  readonly evidence: readonly string[];
  /** Shows why. */
  readonly onWhy: () => void;
}

const LONG_TEXT = 90;

/** An answer in the view of its kind, and of a video, when it holds. */
export function AnswerView(props: AnswerProps) {
  return (
    <>
      <AnswerOfKind {...props} />
      <Intervals intervals={props.answer.intervals ?? []} />
    </>
  );
}

/** A value, masks, boxes, a summary, or that nothing fits. */
function AnswerOfKind(props: AnswerProps) {
  const { ask, answer, evidence, onWhy } = props;
  const labelOf = useLabelOf(ask);
  const related = evidence.filter((id) => !answer.ids.includes(id));
  switch (answer.type) {
    case 'summary':
      return <SummaryAnswer answer={answer} labelOf={labelOf} />;
    case 'none':
      return <NoneAnswer answer={answer} onWhy={onWhy} />;
    case 'value':
      return (
        <div className="answer__row">
          <Headline onWhy={onWhy} long={answer.text.length > LONG_TEXT}>
            <Value answer={answer} />
          </Headline>
          {evidence.length > 0 && (
            <Evidence>
              <Chips ids={evidence} labelOf={labelOf} />
            </Evidence>
          )}
        </div>
      );
    case 'mask':
    case 'box': {
      const Shown = answer.type === 'mask' ? MaskAnswer : BoxAnswer;
      return (
        <>
          <Headline onWhy={onWhy} long={answer.text.length > LONG_TEXT}>
            {answer.text}
          </Headline>
          <Evidence>
            <Shown ids={answer.ids} labelOf={labelOf} />
            {related.length > 0 && <Chips ids={related} labelOf={labelOf} />}
          </Evidence>
        </>
      );
    }
  }
}

/** The answer in large; a click shows why. */
function Headline(props: {
  readonly onWhy: () => void;
  readonly long: boolean;
  readonly children: ReactNode;
}) {
  return (
    <p className={props.long ? 'answer__text answer__text--long' : 'answer__text'} role="status">
      <button type="button" className="answer__why" title="Show why" onClick={props.onWhy}>
        {props.children}
      </button>
    </p>
  );
}

/** "0.77 m" with a lighter unit. */
function Value(props: { readonly answer: Answer }) {
  const { text, unit } = props.answer;
  if (unit === undefined || !text.endsWith(` ${unit}`)) return text;
  return (
    <>
      {text.slice(0, -unit.length)}
      <span className="answer__unit">{unit}</span>
    </>
  );
}

function NoneAnswer(props: { readonly answer: Answer; readonly onWhy: () => void }) {
  const empty = useApp((state) => state.scene.twin?.objects.length === 0);
  return (
    <div className="answer__none">
      <CircleSlash size={18} aria-hidden />
      <div>
        <p className="label">Nothing fits</p>
        <Headline onWhy={props.onWhy} long>
          {props.answer.text}
        </Headline>
        {empty && <p className="muted">The twin has no objects: nothing was detected.</p>}
      </div>
    </div>
  );
}

function Evidence(props: { readonly children: ReactNode }) {
  return (
    <section className="evidence">
      <h3 className="visuallyHidden">Evidence</h3>
      {props.children}
    </section>
  );
}
