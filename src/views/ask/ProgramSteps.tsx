import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { valueIds } from '../../store/selectors.ts';
import type { QueryStep, QueryValue } from '../../twin/query/types.ts';
import { useApp, useCommands } from '../context.tsx';
import { formatBecause } from '../../reasoning/explain/numbers.ts';
import { ObjectChip, useObject, useObjectColour } from '../ui/ObjectChip.tsx';

const DOTS = 5;
const CHIP_CAP = 24;
const BECAUSE_CAP = 12;

function valueText(value: QueryValue): string {
  switch (value.type) {
    case 'Set':
      return value.ids.length === 0 ? 'empty' : `${value.ids.length}`;
    case 'Object':
      return value.id;
    case 'Number':
      return `${Number(value.value.toFixed(2))}${value.unit ? ` ${value.unit}` : ''}`;
    case 'Text':
      return value.value;
    case 'Bool':
      return value.value ? 'yes' : 'no';
    case 'Answer':
      return value.answer.text.length > 24 ? value.answer.type : value.answer.text;
  }
}

/** The program line by line with what each line gave; hovering or opening a line lights its objects in every view. */
export function ProgramSteps(props: { readonly steps: readonly QueryStep[] }) {
  const { activateStep } = useCommands();
  const lit = useApp((state) => state.ui.activeStep);
  const [opened, setOpened] = useState<number>();
  useEffect(() => () => activateStep(undefined), [activateStep]);
  return (
    <ol className="steps">
      {props.steps.map((step, index) => {
        const expanded = opened === index;
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
              <code className="step__source mono">{step.source}</code>
              <span className="step__value">
                {valueIds(step.value)
                  .slice(0, DOTS)
                  .map((id) => (
                    <Dot key={id} id={id} />
                  ))}
                {valueText(step.value)}
              </span>
            </button>
            {expanded && <StepDetail step={step} />}
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

function StepDetail(props: { readonly step: QueryStep }) {
  const { step } = props;
  const ids = valueIds(step.value);
  return (
    <div className="step__more">
      {ids.length > 0 && (
        <div className="chips">
          {ids.slice(0, CHIP_CAP).map((id) => (
            <ObjectChip key={id} id={id} />
          ))}
          {ids.length > CHIP_CAP && <span className="muted">and {ids.length - CHIP_CAP} more</span>}
        </div>
      )}
      {step.note && <p>{step.note}</p>}
      {step.because.length > 0 && (
        <ul className="step__because">
          {step.because.slice(0, BECAUSE_CAP).map((reason) => (
            <li key={`${reason.ids.join(' ')} ${JSON.stringify(reason.numbers)}`}>
              <span className="mono">{reason.ids.join(', ')}</span> {formatBecause(reason.numbers)}
            </li>
          ))}
        </ul>
      )}
      {ids.length === 0 && step.because.length === 0 && !step.note && (
        <p className="muted">
          {step.value.type.toLowerCase()}: {valueText(step.value)}
        </p>
      )}
    </div>
  );
}
