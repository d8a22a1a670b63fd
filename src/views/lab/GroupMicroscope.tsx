import type { CompletionView } from '../../../workers/contracts/training.ts';
import { useApp } from '../context.tsx';
import { TokenText } from './TokenText.tsx';
import { NoGroup, numbered, useGroup } from './useGroup.tsx';

/** One question and all rollouts of its group side by side: tokens, reward terms, advantages. */
export function GroupMicroscope() {
  const { group, choice } = useGroup();
  const run = useApp((state) => state.lab.run);
  if (!group || !run) return <NoGroup />;
  const { view, advantageError } = group;
  const gpu = run.manifest.kernels === 'webgpu';
  return (
    <>
      {choice}
      <p className="group__question">“{view.question}”</p>
      <dl className="group__facts">
        <Fact name="Right answer">{view.target}</Fact>
        <Fact name="Asked of">
          {view.scenes} {view.scenes === 1 ? 'scene' : 'scenes'}
        </Fact>
        <Fact name="Mean reward">{view.mean.toFixed(3)}</Fact>
        <Fact name="Deviation">{view.deviation.toFixed(3)}</Fact>
        {advantageError !== undefined && (
          <Fact name={gpu ? 'GPU against CPU' : 'Against reference'}>
            {advantageError === 0 ? 'no difference' : `at most ${advantageError.toExponential(1)} off`}
          </Fact>
        )}
      </dl>
      {view.noSignal && (
        <p className="runStatus__warn">
          All rewards of this group are the same: every advantage is exactly 0, and the group teaches nothing.
        </p>
      )}
      <p className="lab__hint">
        Underlined tokens became more probable by this step’s update (solid), or less probable (dotted); the
        stronger the colour, the more. Results were given by the executor and are not learnt from.
      </p>
      <ol className="rollouts">
        {numbered(view.completions).map(({ number, completion }) => (
          <Rollout key={number} number={number} completion={completion} />
        ))}
      </ol>
    </>
  );
}

function Fact(props: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className="mono">{props.children}</dd>
    </div>
  );
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

function Rollout(props: { readonly number: number; readonly completion: CompletionView }) {
  const { number, completion } = props;
  const { terms, reward, advantage, right, answer, outcome, fault, pieces } = completion;
  return (
    <li className="rolloutCard" data-right={right}>
      <p className="rolloutCard__head">
        <b>{number}</b> <span>{right ? '✓ right' : '✗ wrong'}</span>
        <span className="mono" data-sign={advantage > 0 ? 'up' : advantage < 0 ? 'down' : 'none'}>
          A {signed(advantage)}
        </span>
      </p>
      <p className="rolloutCard__answer">{answer ?? fault ?? outcome}</p>
      <ul className="rolloutCard__terms" aria-label="Reward terms">
        {terms.map(({ name, value, weight, contribution, parts }) => (
          <li key={name}>
            <span title={partsText(parts)}>{name}</span>
            <span className="mono">
              {weight.toFixed(2)} × {value.toFixed(2)} = {contribution.toFixed(2)}
            </span>
          </li>
        ))}
        <li>
          <b>reward</b>
          <b className="mono">{reward.toFixed(2)}</b>
        </li>
      </ul>
      <TokenText pieces={pieces} />
    </li>
  );
}

const partsText = (parts: Readonly<Record<string, number>>): string =>
  Object.entries(parts)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(', ');
