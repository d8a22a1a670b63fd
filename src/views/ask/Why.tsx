import { BookOpen, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { explainSteps, type StepExplanation, type Told } from '../../reasoning/explain/steps.ts';
import type { AskRecord } from '../../reasoning/types.ts';
import { valueIds } from '../../store/selectors.ts';
import type { QueryStep } from '../../twin/query/types.ts';
import { useApp, useCommands } from '../context.tsx';
import { useObject, useObjectColour } from '../ui/ObjectChip.tsx';
import { Chips } from './Chips.tsx';
import { useLabelOf } from './useLabels.ts';
import { useSaying } from './useSaying.ts';

const DOTS = 5;
const REASONS = 12;

/**
 * The program step by step, each in a sentence. Pointing at a step lights its objects in every view; a click keeps them lit
 * and shows the line of the program and the numbers that decided.
 */
export function Why(props: { readonly ask: AskRecord; readonly steps: readonly QueryStep[] }) {
  const { ask, steps } = props;
  const { activateStep } = useCommands();
  const labelOf = useLabelOf(ask);
  const lit = useApp((state) => state.ui.activeStep);
  const [opened, setOpened] = useState<number>();
  const explanations = explainSteps(steps, labelOf);
  useEffect(() => () => activateStep(undefined), [activateStep]);
  return (
    <ol className="steps">
      {steps.map((step, index) => {
        const expanded = opened === index;
        const explanation = explanations[index];
        return (
          <li key={step.line} className="step" data-lit={lit === index}>
            <button
              type="button"
              className="step__line"
              aria-expanded={expanded}
              onPointerEnter={() => activateStep(index)}
              onPointerLeave={() => activateStep(opened)}
              onFocus={() => activateStep(index)}
              onBlur={() => activateStep(opened)}
              onClick={() => {
                setOpened(expanded ? undefined : index);
                activateStep(expanded ? undefined : index);
              }}
            >
              <ChevronRight size={12} aria-hidden />
              <span className="step__sentence">{explanation?.sentence}</span>
              <span className="step__dots" aria-hidden>
                {valueIds(step.value)
                  .slice(0, DOTS)
                  .map((id) => (
                    <Dot key={id} id={id} />
                  ))}
              </span>
            </button>
            {explanation?.knowledge.map((fact) => (
              <p key={fact} className="step__knowledge">
                <BookOpen size={12} aria-hidden />
                <span>
                  <span className="visuallyHidden">Common knowledge: </span>
                  {fact}
                </span>
              </p>
            ))}
            {expanded && explanation && (
              <StepDetail step={step} explanation={explanation} labelOf={labelOf} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Dot(props: { readonly id: string }) {
  const colour = useObjectColour(useObject(props.id));
  return <span className="dot" style={{ background: colour }} />;
}

function StepDetail(props: {
  readonly step: QueryStep;
  readonly explanation: StepExplanation;
  readonly labelOf: (id: string) => string | undefined;
}) {
  const { step, explanation, labelOf } = props;
  const ids = valueIds(step.value);
  const { note } = step;
  const more = explanation.reasons.length - REASONS;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div className="step__more" ref={place}>
      <code className="mono step__source">{step.source}</code>
      {explanation.reasons.length > 0 && (
        <ul className="reasons" aria-label="Because">
          {explanation.reasons.slice(0, REASONS).map((reason) => (
            <Reason key={`${reason.ids.join(' ')} ${reason.text}`} reason={reason} />
          ))}
          {more > 0 && <li className="muted">and {more} more</li>}
        </ul>
      )}
      {note !== undefined && !explanation.knowledge.includes(note) && <p>{note}</p>}
      {ids.length > 0 && <Chips ids={ids} labelOf={labelOf} cap={24} />}
    </div>
  );
}

/** Words about objects: pointing at them lights the objects, a click selects them. */
export function Reason(props: { readonly reason: Told }) {
  const { text, ids } = props.reason;
  const { select } = useCommands();
  const saying = useSaying(ids);
  if (ids.length === 0) return <li>{text}</li>;
  return (
    <li>
      <button type="button" className="saying" {...saying} onClick={() => select(ids)}>
        {text}
      </button>
    </li>
  );
}
