import { Check, X } from 'lucide-react';
import type { StructureCheck, Trace } from '../../twin/trace/schema.ts';
import { Disclosure } from './Disclosure.tsx';

/** What each check of the structure score demands, in words. */
const DEMANDS: Readonly<Record<StructureCheck['name'], string>> = {
  'tag-grammar': 'The tags are in order, to the end',
  'plans-parse': 'Every plan is a program',
  'types-check': 'Types and names are right',
  'tools-exist': 'Every tool exists',
  'calls-accepted': 'No tool refused a call',
  'plans-execute': 'Every plan ran to its end',
  'answer-type': 'The answer is of the kind asked for',
  'answer-ids-exist': 'Every object named is in the twin',
  'twin-sound': 'The refined twin is as sound as before',
};

/** The structure score, check by check. It says nothing about whether the answer is right. */
export function Structure(props: { readonly trace: Trace }) {
  const { structure, integrity } = props.trace;
  const passed = structure.checks.filter((check) => check.passed).length;
  const whole = passed === structure.checks.length;
  const unsound = integrity.filter((check) => !check.passed);
  return (
    <Disclosure title="Structure" hint={`${passed} of ${structure.checks.length} checks`} open={!whole}>
      <ul className="checks" aria-label="Structure checks">
        {structure.checks.map(({ name, passed: holds, detail }) => (
          <li key={name} data-passed={holds}>
            {holds ? <Check size={13} aria-label="holds:" /> : <X size={13} aria-label="fails:" />}
            <span>
              {DEMANDS[name]}
              {detail !== undefined && <span className="checks__detail">{detail}</span>}
            </span>
            <code className="mono">{name}</code>
          </li>
        ))}
      </ul>
      <p className="muted">
        Score {structure.score.toFixed(2)}: the form of the rollout, not whether the answer is right.{' '}
        {unsound.length === 0
          ? `All ${integrity.length} integrity checks of the twin hold.`
          : `Integrity checks of the twin that fail: ${unsound.map(({ name, offenders }) => `${name} (${offenders.slice(0, 4).join(', ')})`).join('; ')}.`}
      </p>
    </Disclosure>
  );
}
