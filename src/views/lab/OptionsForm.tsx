import { type GrpoOptions, optionsSchema } from '../../../workers/contracts/training.ts';
import { Choice, NumberField } from './fields.tsx';

type KeyOf<V> = { [K in keyof GrpoOptions]: GrpoOptions[K] extends V ? K : never }[keyof GrpoOptions];
type NumberKey = KeyOf<number>;

interface NumberRow {
  readonly key: NumberKey;
  /** TRL's name, where TRL has one. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly fractions?: true;
}

const whole = (key: NumberKey, name: string, min: number, max: number): NumberRow => ({
  key,
  name,
  min,
  max,
});
const real = (key: NumberKey, name: string, min: number, max: number): NumberRow => ({
  key,
  name,
  min,
  max,
  fractions: true,
});

const NUMBERS: readonly NumberRow[] = [
  whole('seed', 'seed', 0, 0xffffffff),
  whole('questionsPerStep', 'questions_per_step', 1, 256),
  whole('numGenerations', 'num_generations', 2, 64),
  whole('numIterations', 'num_iterations', 1, 8),
  real('learningRate', 'learning_rate', 1e-7, 1),
  whole('warmupSteps', 'warmup_steps', 0, 10_000),
  real('minLrRate', 'min_lr_rate', 0, 1),
  real('beta', 'beta', 0, 10),
  real('epsilon', 'epsilon', 0, 1),
  real('epsilonHigh', 'epsilon_high', 0, 10),
  real('temperature', 'temperature', 0.01, 10),
  real('topP', 'top_p', 0.01, 1),
  whole('maxCompletionLength', 'max_completion_length', 8, 448),
  real('maxGradNorm', 'max_grad_norm', 1e-6, 1e6),
  real('weightDecay', 'weight_decay', 0, 1),
  real('structureWeight', 'structure weight', 0, 1),
  real('accuracyWeight', 'accuracy weight', 0, 1),
  real('anchorWeight', 'anchor weight', 0, 10),
  whole('anchorRows', 'anchor rows', 0, 256),
  whole('replayRows', 'replay rows', 0, 256),
  whole('scenes', 'scenes a question', 1, 16),
  whole('checkpointEvery', 'save_steps', 1, 10_000),
  whole('evaluateEvery', 'eval_steps', 0, 10_000),
];

const SWITCHES: readonly { readonly key: KeyOf<boolean>; readonly name: string }[] = [
  { key: 'dropZeroSignal', name: 'leave out groups without signal' },
  { key: 'maskTruncatedCompletions', name: 'mask_truncated_completions' },
  { key: 'curriculum', name: 'curriculum of families' },
  { key: 'renameReplays', name: 'rename what is replayed' },
];

const choices = <T extends string>(values: readonly T[]) => values.map((value) => ({ value, text: value }));

/** Every option of GRPO under the name that TRL has for it; the reason of a default that differs is the field's tooltip. */
export function OptionsForm(props: {
  readonly options: GrpoOptions;
  readonly onChange: (options: GrpoOptions) => void;
}) {
  const { options } = props;
  const change = (part: Partial<GrpoOptions>): void => {
    const next = optionsSchema.safeParse({ ...options, ...part });
    if (next.success) props.onChange(next.data);
  };
  return (
    <div className="lab__fields">
      {NUMBERS.map(({ key, name, min, max, fractions }) => (
        <NumberField
          key={key}
          label={name}
          hint={optionsSchema.shape[key].description}
          value={options[key]}
          min={min}
          max={max}
          {...(fractions ? { fractions } : {})}
          onCommit={(value) => change({ [key]: value })}
        />
      ))}
      <Choice
        label="loss_type"
        value={options.lossType}
        options={choices(['grpo', 'bnpo', 'dapo', 'dr_grpo'] as const)}
        onChange={(lossType) => change({ lossType })}
      />
      <Choice
        label="lr_scheduler_type"
        value={options.lrSchedulerType}
        options={choices(['constant_with_warmup', 'cosine_with_min_lr'] as const)}
        onChange={(lrSchedulerType) => change({ lrSchedulerType })}
      />
      <Choice
        label="scale_rewards"
        value={options.scaleRewards}
        options={choices(['group', 'batch', 'none'] as const)}
        onChange={(scaleRewards) => change({ scaleRewards })}
      />
      <Choice
        label="importance_sampling_level"
        value={options.importanceSamplingLevel}
        options={choices(['token', 'sequence'] as const)}
        onChange={(importanceSamplingLevel) => change({ importanceSamplingLevel })}
      />
      <Choice
        label="accuracy of masks and boxes"
        value={options.accuracyMode}
        options={choices(['continuous', 'tiered', 'hard'] as const)}
        onChange={(accuracyMode) => change({ accuracyMode })}
      />
      <Choice
        label="reward of several scenes"
        value={options.sceneReward}
        options={choices(['all', 'share', 'skill'] as const)}
        onChange={(sceneReward) => change({ sceneReward })}
      />
      {SWITCHES.map(({ key, name }) => (
        <label key={key} className="lab__check" title={optionsSchema.shape[key].description}>
          <input
            type="checkbox"
            checked={options[key]}
            onChange={(event) => change({ [key]: event.currentTarget.checked })}
          />
          {name}
        </label>
      ))}
    </div>
  );
}
