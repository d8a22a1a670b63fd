import type { LabState } from '../../store/slices/lab.ts';

/** One line of a chart: values by step, null where a step has none. */
export interface ChartLine {
  readonly name: string;
  readonly colour: ChartColour;
  readonly values: readonly (number | null)[];
  readonly dash?: true;
  /** Ends of an interval, drawn as a band. */
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
}
export type ChartColour = 'accent' | 'good' | 'warning' | 'text-3';

export interface ChartData {
  readonly steps: readonly number[];
  readonly lines: readonly ChartLine[];
}

export interface ChartSpec {
  readonly title: string;
  /** What a reader needs to know of it. */
  readonly note: string;
  /** "share" is drawn from 0 to 1. */
  readonly scale: 'share' | 'free' | 'ms';
  readonly data: (lab: LabState) => ChartData;
}

const metric =
  (...lines: readonly (readonly [name: string, key: string, colour: ChartColour])[]) =>
  ({ metrics }: LabState): ChartData => ({
    steps: metrics.map(({ step }, index) => (step ?? index) + 1),
    lines: lines.map(([name, key, colour]) => ({
      name,
      colour,
      values: metrics.map((line) => line[key] ?? null),
    })),
  });

/** Held-out answers and programs, with the grammar as a line across. Both ends of the x axis are there, so that the line has a length. */
function heldOut({ results, run, baselines }: LabState): ChartData {
  const set = run?.heldOut[0]?.name;
  const baseline = set === undefined ? undefined : baselines[set];
  const corrected = results.filter((result) => result.set === 'corrections');
  const own = results.filter((result) => result.set === set).toSorted((a, b) => a.step - b.step);
  const ends = [0, run?.goal ?? 1];
  const steps = [...new Set([...ends, ...[...own, ...corrected].map(({ step }) => step)])].toSorted(
    (a, b) => a - b,
  );
  const at = (pick: (result: (typeof own)[number]) => number): readonly (number | null)[] =>
    steps.map((step) => {
      const result = own.find((one) => one.step === step);
      return result ? pick(result) : null;
    });
  return {
    steps,
    lines: [
      {
        name: 'answers',
        colour: 'accent',
        values: at(({ answers }) => answers.accuracy),
        low: at(({ answers }) => answers.low),
        high: at(({ answers }) => answers.high),
      },
      ...(corrected.length > 0
        ? [
            {
              name: 'corrected answers',
              colour: 'warning',
              values: steps.map(
                (step) => corrected.find((one) => one.step === step)?.answers.accuracy ?? null,
              ),
            } as const,
          ]
        : []),
      { name: 'exact programs', colour: 'good', values: at(({ programs }) => programs.accuracy) },
      ...(baseline
        ? [
            {
              name: 'grammar',
              colour: 'text-3',
              dash: true,
              values: steps.map(() => baseline.accuracy),
            } as const,
          ]
        : []),
    ],
  };
}

const STAGES = [
  ['sampling', 'accent'],
  ['rewards', 'good'],
  ['update', 'warning'],
  ['questions', 'text-3'],
] as const;

/** The charts of a run, in reading order. */
export const CHARTS: readonly ChartSpec[] = [
  {
    title: 'Held-out questions',
    note: 'Never trained on, in wordings never trained on. The band is the 95 % interval; the dashed line is the hand-written grammar.',
    scale: 'share',
    data: heldOut,
  },
  {
    title: 'Reward',
    note: 'The mean over all rollouts of a step, and its terms. “Right” counts answers that are right in all scenes.',
    scale: 'share',
    data: metric(
      ['reward', 'reward', 'accent'],
      ['structure', 'rewards/structure/mean', 'warning'],
      ['accuracy', 'rewards/accuracy/mean', 'good'],
      ['right', 'rewards/right/mean', 'text-3'],
    ),
  },
  {
    title: 'Completion length',
    note: 'Tokens written. A fall while structure rises is the first reward hack.',
    scale: 'free',
    data: metric(
      ['mean', 'completions/mean_length', 'accent'],
      ['longest', 'completions/max_length', 'text-3'],
    ),
  },
  {
    title: 'Loss',
    note: 'Near 0 is normal: advantages of a group add up to 0. Watch the reward.',
    scale: 'free',
    data: metric(['loss', 'loss', 'accent'], ['anchor', 'anchor/loss', 'text-3']),
  },
  {
    title: 'Entropy and KL',
    note: 'How open the policy is, in nats a token, and how far it is from where it began (only where β is not 0).',
    scale: 'free',
    data: metric(['entropy', 'entropy', 'accent'], ['kl', 'kl', 'warning']),
  },
  {
    title: 'Clipped ratios',
    note: 'Share of tokens whose ratio left the clip range. 0 while each rollout is used once (μ = 1).',
    scale: 'share',
    data: metric(['low', 'clip_ratio/low_mean', 'accent'], ['high', 'clip_ratio/high_mean', 'warning']),
  },
  {
    title: 'Groups without signal',
    note: 'All rewards the same, so nothing to learn: too hard, or known already.',
    scale: 'share',
    data: metric(
      ['groups', 'frac_reward_zero_std', 'accent'],
      ['cut off', 'completions/clipped_ratio', 'text-3'],
    ),
  },
  {
    title: 'Gradient norm',
    note: 'Before clipping to max_grad_norm.',
    scale: 'free',
    data: metric(['norm', 'grad_norm', 'accent']),
  },
  {
    title: 'Time of a step',
    note: 'Of this visit, on this machine.',
    scale: 'ms',
    data: ({ timings }) => ({
      steps: timings.map(({ step }, index) => (step ?? index) + 1),
      lines: STAGES.map(([name, colour]) => ({
        name,
        colour,
        values: timings.map((line) => (line[name] ?? 0) / 1000),
      })),
    }),
  },
];
