import type { PerceptionPhase, Segmented, SegmentPrompt } from '../../../workers/contracts/perception.ts';

/** What clicks and drags on the stage mean. */
export type StageTool = 'select' | 'segment';

export type PromptPoint = SegmentPrompt['points'][number];

/** The mask that the prompt at hand gave. */
export type MaskPreview = Segmented & {
  /** Milliseconds from the prompt to its mask, as the person waited. */
  readonly ms: number;
};

/** What a person points at to get a mask, and what came of it so far. All coordinates in canonical pixels. */
export interface PromptState extends SegmentPrompt {
  readonly tool: StageTool;
  /** False while plain clicks say what does not belong to the object. */
  readonly positive: boolean;
  /** Where the keyboard points; undefined until it is used. */
  readonly crosshair: readonly [number, number] | undefined;
  /** The mask on its way; undefined when nothing runs. */
  readonly progress:
    | { readonly phase: PerceptionPhase; readonly fraction: number | undefined; readonly startedAt: number }
    | undefined;
  readonly preview: MaskPreview | undefined;
}

export const initialPrompt: PromptState = {
  tool: 'select',
  positive: true,
  crosshair: undefined,
  box: undefined,
  points: [],
  progress: undefined,
  preview: undefined,
};
