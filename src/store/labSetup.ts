import { type GrpoOptionsInput, optionsSchema } from '../../workers/contracts/training.ts';
import { z } from '../core/zod.ts';

export const PRESET_IDS = ['quick', 'small', 'long', 'lora', 'hack'] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** All that a person decides before a run. */
export const setupSchema = z.object({
  preset: z.enum(PRESET_IDS),
  start: z.string().max(64),
  world: z.enum(['clevr', 'photo', 'video']),
  difficulty: z.enum(['easy', 'normal', 'hard']),
  device: z.enum(['wasm', 'webgpu']),
  /** Steps of the whole run. */
  steps: z.int().min(1).max(10_000),
  /** Held-out questions. */
  heldOut: z.int().min(10).max(1000),
  /** The share of each step's questions that are corrected answers; 0 trains on the world alone. */
  corrections: z.number().min(0).max(1).default(0),
  options: optionsSchema,
});
export type LabSetup = z.infer<typeof setupSchema>;

interface Preset {
  readonly id: PresetId;
  readonly title: string;
  /** What it is for. */
  readonly what: string;
  /**
   * Seconds a step on two cores, as an order of magnitude to choose by; the running estimate follows from the run's own steps.
   */
  readonly secondsPerStep: number;
  readonly steps: number;
  readonly heldOut: number;
  readonly options: GrpoOptionsInput;
}

/** The 100-program start stands for a policy that knows the language and hardly the questions. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'quick',
    title: 'First look: 100 programs, 3 steps',
    what: 'To see what a group, a reward and an update are. Too short to learn much.',
    secondsPerStep: 1,
    steps: 3,
    heldOut: 40,
    options: { questionsPerStep: 6, numGenerations: 6, checkpointEvery: 1, warmupSteps: 1 },
  },
  {
    id: 'small',
    title: 'Small: 100 programs, 60 steps',
    what: 'The start was taught 100 programs; reward and held-out programs begin to rise.',
    secondsPerStep: 1,
    steps: 60,
    heldOut: 100,
    options: { checkpointEvery: 5, evaluateEvery: 20 },
  },
  {
    id: 'long',
    title: 'Long: 100 programs, 720 steps',
    what: 'The run of docs/results.md: answers and programs rise by many points.',
    secondsPerStep: 1,
    steps: 720,
    heldOut: 200,
    options: { checkpointEvery: 10, evaluateEvery: 50 },
  },
  {
    id: 'lora',
    title: 'Adapter: LoRA of rank 8, 30 steps',
    what: 'Trains two thin matrices beside each weight. The result is a PEFT folder; the start is the adapter switched off.',
    secondsPerStep: 2,
    steps: 30,
    heldOut: 100,
    options: {
      checkpointEvery: 5,
      evaluateEvery: 10,
      learningRate: 3e-3,
      trainable: {
        kind: 'lora',
        lora: {
          rank: 8,
          alpha: 16,
          targets: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
          seed: 1,
        },
      },
    },
  },
  {
    id: 'hack',
    title: 'Lesson: the first reward hack, 40 steps',
    what: 'Much reward for structure, one scene a question, nothing to imitate: watch programs shorten to collect structure reward.',
    secondsPerStep: 1,
    steps: 40,
    heldOut: 100,
    options: {
      checkpointEvery: 10,
      evaluateEvery: 10,
      structureWeight: 0.3,
      accuracyWeight: 0.7,
      anchorWeight: 0,
      scaleRewards: 'group',
      scenes: 1,
    },
  },
];

/** The setup of a preset; what is no part of a preset stays. */
export function setupOf(
  id: PresetId,
  before: Pick<LabSetup, 'start' | 'world' | 'difficulty' | 'device' | 'corrections'>,
): LabSetup {
  const preset = PRESETS.find((one) => one.id === id);
  const { start, world, difficulty, device, corrections } = before;
  return {
    preset: id,
    start,
    world,
    difficulty,
    device,
    steps: preset?.steps ?? 30,
    heldOut: preset?.heldOut ?? 100,
    corrections,
    options: optionsSchema.parse(preset?.options ?? {}),
  };
}

export const defaultSetup: LabSetup = setupOf('small', {
  start: 'nano-early-100',
  world: 'clevr',
  difficulty: 'normal',
  device: 'wasm',
  corrections: 0,
});
