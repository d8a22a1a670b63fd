import { ADAPTER_TARGETS } from '../../src/training/model/types.ts';
import type { GrpoOptionsInput } from '../../src/training/rl/schema.ts';

/** A run in which one thing differs. */
export interface Ablation {
  readonly name: string;
  readonly what: string;
  readonly options: GrpoOptionsInput;
  /** Of the run, what differs besides its options. */
  readonly run?: { readonly world: 'photo'; readonly start: 'nano'; readonly families: readonly string[] };
}

/** Masks by label and colour, where rewards are overlaps; the shipped policy knows how to ask for them. */
const MASKS = { world: 'photo', start: 'nano', families: ['mask/label', 'mask/colour'] } as const;

const ADAPTER: NonNullable<GrpoOptionsInput['trainable']> = {
  kind: 'lora',
  lora: { rank: 8, alpha: 16, targets: [...ADAPTER_TARGETS], seed: 1 },
};

/** What the parts of the recipe are worth: the same start, seed, steps and questions, one thing changed at a time. */
export const ABLATIONS: readonly Ablation[] = [
  { name: 'recipe', what: 'as it is by default', options: {} },
  {
    name: 'no structure',
    what: 'accuracy alone is rewarded',
    options: { structureWeight: 0, accuracyWeight: 1 },
  },
  { name: 'KL 0.04', what: 'with a KL penalty, which the recipe has not', options: { beta: 0.04 } },
  {
    name: 'no replay',
    what: 'right rollouts of earlier steps are not imitated, given ones as much as before',
    options: { replayRows: 0, anchorWeight: 0.3 },
  },
  {
    name: 'no imitation',
    what: 'no known rollouts beside the policy gradient',
    options: { anchorWeight: 0 },
  },
  {
    name: 'no imitation, std',
    what: 'divided by the deviation and held by nothing',
    options: { anchorWeight: 0, scaleRewards: 'group' },
  },
  { name: 'one scene', what: 'each question asked of one scene alone', options: { scenes: 1 } },
  {
    name: 'no renaming',
    what: 'right rollouts of earlier steps are imitated as they are',
    options: { renameReplays: false },
  },
  { name: 'no curriculum', what: 'all families are asked as often', options: { curriculum: false } },
  {
    name: 'skill',
    what: 'accuracy is what of the share of right scenes is beyond the best constant, so that no guess pays',
    options: { sceneReward: 'skill' },
  },
  {
    name: 'all scenes',
    what: 'accuracy is 1 where all scenes are right and else 0',
    options: { sceneReward: 'all' },
  },
  {
    name: 'groups of 4',
    what: 'as many rollouts a step, of twice the questions',
    options: { numGenerations: 4, questionsPerStep: 32 },
  },
  {
    name: 'groups of 16',
    what: 'as many rollouts a step, of half the questions',
    options: { numGenerations: 16, questionsPerStep: 8 },
  },
  {
    name: 'LoRA of rank 8',
    what: 'thin matrices beside each weight are trained, at three times the learning rate',
    options: { trainable: ADAPTER, learningRate: 3e-3 },
  },
  {
    name: 'masks, continuous',
    what: 'the reward of masks is their IoU',
    options: { accuracyMode: 'continuous' },
    run: MASKS,
  },
  {
    name: 'masks, hard',
    what: 'the reward of masks is 1 from an IoU of 0.5 on',
    options: { accuracyMode: 'hard' },
    run: MASKS,
  },
];

interface Figures {
  readonly accuracy: number | null;
  readonly exact?: number;
}

interface Row {
  readonly ablation: Ablation;
  readonly run: {
    readonly sets: Readonly<
      Record<string, { readonly before: Figures; readonly after?: Figures | undefined }>
    >;
    readonly reward: readonly number[];
    readonly seconds: number;
  };
}

const points = (figures: Figures | undefined, name: 'accuracy' | 'exact'): string => {
  const value = figures?.[name];
  return value === undefined || value === null ? '–' : (100 * value).toFixed(1);
};

/** Answers and exact programs after each run, in per cent, as a table in Markdown; before it, where the runs began. */
export function ablationTable(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ ablation, run }) =>
    Object.entries(run.sets).map(
      ([set, { before, after }]) =>
        `| ${ablation.name} | ${set} | ${points(before, 'accuracy')} → ${points(after, 'accuracy')} | ${points(before, 'exact')} → ${points(after, 'exact')} | ${(run.reward.at(-1) ?? 0).toFixed(2)} | ${run.seconds} |`,
    ),
  );
  return [
    '| run | questions | answers % | exact % | last reward | s |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
