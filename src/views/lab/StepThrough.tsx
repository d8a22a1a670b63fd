import { useState } from 'react';
import type { CompletionView, GroupView } from '../../../workers/contracts/training.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button, Segmented } from '../ui/Controls.tsx';
import { NoGroup, numbered, useGroup } from './useGroup.tsx';

const STAGES = [
  { value: 'group', text: '1 Group' },
  { value: 'rewards', text: '2 Rewards' },
  { value: 'advantages', text: '3 Advantages' },
  { value: 'update', text: '4 Update' },
] as const;
type Stage = (typeof STAGES)[number]['value'];

const NEXT: Readonly<Record<Stage, Stage>> = {
  group: 'rewards',
  rewards: 'advantages',
  advantages: 'update',
  update: 'group',
};

const n = (value: number, digits = 3): string => value.toFixed(digits).replace('-', '−');

/** One step of GRPO on one group, stage by stage, with the formula and the very numbers of the latest step. */
export function StepThrough() {
  const { lab } = useCommands();
  const { group, choice } = useGroup();
  const [stage, setStage] = useState<Stage>('group');
  const busy = useApp((state) => state.lab.job !== undefined || state.lab.elsewhere);
  if (!group) return <NoGroup />;
  const forward = (): void => {
    if (stage === 'update') void lab.trainStep();
    setStage(NEXT[stage]);
  };
  return (
    <>
      {choice}
      <div className="lab__buttons">
        <Segmented label="Stage of the step" value={stage} options={STAGES} onChange={setStage} />
        <Button disabled={busy && stage === 'update'} onClick={forward}>
          {stage === 'update' ? 'Do the next step' : 'Next stage'}
        </Button>
      </div>
      {PARTS[stage](group.view)}
    </>
  );
}

const PARTS: Readonly<Record<Stage, (view: GroupView) => React.ReactNode>> = {
  group: (view) => <Group view={view} />,
  rewards: (view) => <Rewards view={view} />,
  advantages: (view) => <Advantages view={view} />,
  update: (view) => <Update view={view} />,
};

interface PartProps {
  readonly view: GroupView;
}

function Group({ view }: PartProps) {
  const { completions, question, target, scenes } = view;
  return (
    <>
      <p className="formula mono">{'{o₁ … o_G} ~ π_old(· | q)'}</p>
      <p>
        The policy wrote {completions.length} rollouts for one question, each by drawing tokens by their
        probabilities. At every plan it stopped, and the executor ran the plan. Question: “{question}” Right
        answer: {target}
        {scenes > 1 && `; the program is tried on ${scenes} scenes, so that a lucky one is found out`}.
      </p>
      <Rows completions={completions} heads={['Answer', 'Program']}>
        {({ answer, outcome, fault, program }) => [
          answer ?? fault ?? outcome,
          <code key="p">{program || '–'}</code>,
        ]}
      </Rows>
    </>
  );
}

function Rewards({ view }: PartProps) {
  return (
    <>
      <p className="formula mono">r = w_structure · structure + w_accuracy · accuracy</p>
      <p>
        Structure is the share of checks that the rollout passes: tags, parsing, types, running. Accuracy is
        how right it is.
      </p>
      <Rows completions={view.completions} heads={['Numbers put in', 'r']}>
        {({ terms, reward }) => [
          terms.map(({ weight, value }) => `${n(weight, 2)} · ${n(value, 2)}`).join(' + '),
          <b key="r">{n(reward)}</b>,
        ]}
      </Rows>
    </>
  );
}

function Advantages({ view }: PartProps) {
  const scale = useApp((state) => state.lab.run?.manifest.options.scaleRewards ?? 'none');
  const { mean, deviation, noSignal, completions } = view;
  const divided = scale !== 'none';
  return (
    <>
      <p className="formula mono">
        {divided ? 'A = (r − mean) / (s + 10⁻⁴)' : 'A = r − mean'}, mean = {n(mean)}, s = {n(deviation)}
      </p>
      <p>
        {divided
          ? scale === 'group'
            ? 'Rewards are divided by the deviation of the group, with Bessel’s correction.'
            : 'Rewards are divided by the deviation of the whole batch.'
          : 'Nothing divides (scale_rewards is “none”): a group whose rewards hardly differ stays quiet.'}{' '}
        {noSignal && 'All rewards are the same here, so all advantages are exactly 0.'}
      </p>
      <Rows completions={completions} heads={['Numbers put in', 'A']}>
        {({ reward, advantage }) => [
          scale === 'group'
            ? `(${n(reward)} − ${n(mean)}) / (${n(deviation)} + 0.0001)`
            : `${n(reward)} − ${n(mean)}${divided ? ' over the batch’s s' : ''}`,
          <b key="a">{n(advantage)}</b>,
        ]}
      </Rows>
    </>
  );
}

/** The geometric mean of the ratios of the tokens that were written. */
function meanRatio({ pieces }: CompletionView): number | undefined {
  const ratios = pieces.flatMap(({ written, ratio }) =>
    written && ratio !== undefined && ratio > 0 ? [ratio] : [],
  );
  if (ratios.length === 0) return undefined;
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}

function Update({ view }: PartProps) {
  const options = useApp((state) => state.lab.run?.manifest.options);
  const metrics = useApp((state) => state.lab.metrics.at(-1));
  const { completions, noSignal } = view;
  const dropped = noSignal && options?.dropZeroSignal;
  return (
    <>
      <p className="formula mono">
        L = − mean min(ρ A, clip(ρ, {n(1 - (options?.epsilon ?? 0.2), 2)},{' '}
        {n(1 + (options?.epsilonHigh ?? 0.2), 2)}) A)
        {options && options.beta > 0 && ` + ${options.beta} · KL`}
        {options && options.anchorWeight > 0 && ` + ${options.anchorWeight} · anchor`}
      </p>
      <p>
        ρ is a token’s probability now over that when it was drawn: exactly 1 in the first update, so the loss
        is near 0, and its gradient is not.{' '}
        {dropped && 'This group has no signal and was left out of the update. '}
        {metrics && (
          <>
            This step: loss <span className="mono">{n(metrics.loss ?? 0, 4)}</span>, gradient norm{' '}
            <span className="mono">{n(metrics.grad_norm ?? 0)}</span> (clipped to {options?.maxGradNorm}),
            learning rate <span className="mono">{(metrics.learning_rate ?? 0).toExponential(1)}</span>.
          </>
        )}
      </p>
      <Rows completions={completions} heads={['A', 'Mean ratio after the update', 'What happened']}>
        {(completion) => {
          const ratio = meanRatio(completion);
          return [
            n(completion.advantage),
            ratio === undefined ? '–' : n(ratio),
            movedText(completion.advantage, ratio),
          ];
        }}
      </Rows>
    </>
  );
}

function movedText(advantage: number, ratio: number | undefined): string {
  if (ratio === undefined) return 'not computed';
  const direction = ratio > 1.0005 ? 1 : ratio < 0.9995 ? -1 : 0;
  const moved = ['less probable', 'as probable as before', 'more probable'][direction + 1];
  if (advantage === 0) return `${moved}; it was asked for nothing`;
  return direction === Math.sign(advantage)
    ? `${moved}, as asked for`
    : `${moved}: other rollouts pull on the same weights`;
}

function Rows(props: {
  readonly completions: readonly CompletionView[];
  readonly heads: readonly string[];
  readonly children: (completion: CompletionView) => readonly React.ReactNode[];
}) {
  return (
    <div className="tableScroll">
      <table className="labTable">
        <thead>
          <tr>
            <th scope="col">Rollout</th>
            {props.heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbered(props.completions).map(({ number, completion }) => (
            <tr key={number}>
              <th scope="row">
                {number} {completion.right ? '✓' : '✗'}
              </th>
              {props.children(completion).map((cell, at) => (
                <td key={props.heads[at]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
