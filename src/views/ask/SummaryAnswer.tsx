import { Fragment, useState } from 'react';
import { explainReason } from '../../reasoning/explain/reasons.ts';
import { nameOf } from '../../reasoning/explain/steps.ts';
import type { Answer, Sentence } from '../../twin/query/types.ts';
import { useCommands } from '../context.tsx';
import { Chips } from './Chips.tsx';
import { useSaying } from './useSaying.ts';
import { Reason } from './Why.tsx';

type LabelOf = (id: string) => string | undefined;

/** A summary sentence by sentence: pointing at one lights its objects in every view, a click shows the facts behind it. */
export function SummaryAnswer(props: { readonly answer: Answer; readonly labelOf: LabelOf }) {
  const { answer, labelOf } = props;
  const { select } = useCommands();
  const [opened, setOpened] = useState<Sentence>();
  const sentences = answer.sentences ?? [];
  if (sentences.length === 0) {
    return (
      <>
        <p className="answer__text answer__text--long" role="status">
          {answer.text}
        </p>
        {answer.ids.length > 0 && <Chips ids={answer.ids} labelOf={labelOf} />}
      </>
    );
  }
  return (
    <div className="summary">
      <p className="answer__text answer__text--long" role="status">
        {sentences.map((sentence, index) => (
          <Fragment key={sentence.text}>
            {index > 0 && ' '}
            <SentenceButton
              sentence={sentence}
              pressed={opened === sentence}
              onClick={() => {
                const closing = opened === sentence;
                setOpened(closing ? undefined : sentence);
                select(closing ? answer.ids : sentence.ids);
              }}
            />
          </Fragment>
        ))}
      </p>
      {opened ? (
        <Facts sentence={opened} labelOf={labelOf} />
      ) : (
        <p className="muted">Every sentence rests on facts of the twin: choose one to see them.</p>
      )}
    </div>
  );
}

function SentenceButton(props: {
  readonly sentence: Sentence;
  readonly pressed: boolean;
  readonly onClick: () => void;
}) {
  const { sentence, pressed, onClick } = props;
  const saying = useSaying(sentence.ids);
  return (
    <button
      type="button"
      className="saying saying--sentence"
      aria-pressed={pressed}
      {...saying}
      onClick={onClick}
    >
      {sentence.text}
    </button>
  );
}

/** What a sentence rests on: its objects and the relations between them, with the numbers that decided. */
function Facts(props: { readonly sentence: Sentence; readonly labelOf: LabelOf }) {
  const { sentence, labelOf } = props;
  const facts = sentence.because.flatMap(({ ids, numbers }) => {
    const named = ids.map((id) => ({ name: nameOf(id, labelOf), kind: labelOf(id) ?? id }));
    const { text } = explainReason(named, numbers, undefined);
    return text === undefined ? [] : [{ ids, text }];
  });
  return (
    <section className="summary__facts" aria-label="Facts of the sentence">
      <Chips ids={sentence.ids} labelOf={labelOf} />
      {facts.length > 0 && (
        <ul className="reasons">
          {facts.map((fact) => (
            <Reason key={fact.text} reason={fact} />
          ))}
        </ul>
      )}
    </section>
  );
}
