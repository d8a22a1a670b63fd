import { TwinsightError } from '../../core/errors.ts';
import { type Grpo, type GrpoStep, grpo } from '../grpo.ts';
import { policyBatch } from './batch.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type CheckpointRole, type FileStore, saveCheckpoint } from './checkpointStore.ts';
import { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
import { type ScoredGroup, sequenceOf } from './groups.ts';
import { viewOf } from './groupView.ts';
import type { Metrics } from './metrics.ts';
import type { Problem } from './problem.ts';
import type { EvaluationResult, GroupView, RunManifest } from './schema.ts';
import type { Timings } from './stopwatch.ts';

/** Questions that are never trained on. */
export interface HeldOutSet {
  readonly name: string;
  readonly problems: readonly Problem[];
}

export interface TrainingRunParts {
  readonly manifest: RunManifest;
  readonly grpo: Grpo;
  /** The first of them decides which checkpoint is the best. */
  readonly heldOut: readonly HeldOutSet[];
  /** Where checkpoints are kept; undefined keeps none. */
  readonly store: FileStore | undefined;
}

/** What is told of a step. */
export interface StepEvent {
  readonly metrics: Metrics;
  readonly timings: Timings;
  readonly groups: readonly GroupView[];
  /** Why the weights were left as they were. */
  readonly skipped?: string;
  /** The step that the newest checkpoint goes on with, where one was kept now. */
  readonly saved?: number;
}

export interface TrainHooks {
  readonly signal?: AbortSignal | undefined;
  /** Waited for before each step; false pauses. */
  readonly mayGoOn: () => Promise<boolean>;
  readonly onStep: (event: StepEvent) => void;
  readonly onEvaluated: (result: EvaluationResult) => void;
  /** Groups of each step that are told. */
  readonly show: number;
  /** Whether the ratios of their tokens are computed, which costs a forward pass. */
  readonly ratios: boolean;
}

/**
 * A run of GRPO with its history, its evaluations and its checkpoints. Owns the engine and the kernels. The questions and random numbers of a step
 * follow from its number alone: a run that goes on from a checkpoint is the one that never stopped.
 */
export class TrainingRun {
  readonly manifest: RunManifest;
  readonly #parts: TrainingRunParts;
  readonly #metrics: Metrics[] = [];
  readonly #results: EvaluationResult[] = [];
  #step = 0;
  /** Of the weights, in the steps that were done. */
  #updates = 0;
  #best = Number.NEGATIVE_INFINITY;

  constructor(parts: TrainingRunParts) {
    this.manifest = parts.manifest;
    this.#parts = parts;
  }

  /** Steps that were done. */
  get step(): number {
    return this.#step;
  }

  get metrics(): readonly Metrics[] {
    return this.#metrics;
  }

  get results(): readonly EvaluationResult[] {
    return this.#results;
  }

  get engine(): Grpo['engine'] {
    return this.#parts.grpo.engine;
  }

  /**
   * Goes on from a checkpoint of a run with the same start and options.
   * @throws {TwinsightError} `checkpoint-invalid` for one of another start, `invalid-argument` for tensors that do not fit
   */
  async restore(checkpoint: Checkpoint): Promise<void> {
    if (checkpoint.manifest.startSha256 !== this.manifest.startSha256)
      throw new TwinsightError({
        code: 'checkpoint-invalid',
        message: `The checkpoint belongs to a run that began with ${checkpoint.manifest.start}, other weights than ${this.manifest.start}.`,
        remedy: 'Choose the start that the checkpoint was made with.',
      });
    await this.engine.writeState(checkpoint.state);
    this.#parts.grpo.memory.restore(checkpoint.replay);
    this.#parts.grpo.curriculum.restore(checkpoint.families);
    this.#step = checkpoint.step;
    this.#updates = checkpoint.state.steps;
    this.#metrics.splice(0, this.#metrics.length, ...checkpoint.metrics);
    this.#results.splice(0, this.#results.length, ...checkpoint.results);
    this.#best = Math.max(...this.#results.map((result) => this.#mark(result)), Number.NEGATIVE_INFINITY);
  }

  /** Trains up to a number of steps, or until it may not go on. */
  async train(to: number, hooks: TrainHooks): Promise<void> {
    const { checkpointEvery, evaluateEvery } = this.manifest.options;
    await grpo(
      this.#parts.grpo,
      { from: this.#step, to },
      {
        signal: hooks.signal,
        mayGoOn: hooks.mayGoOn,
        onStep: async (done) => {
          this.#step = done.step + 1;
          this.#updates += done.reports.filter((report) => report.skipped === undefined).length;
          this.#metrics.push(done.metrics);
          const groups = await this.#shown(done, hooks);
          const skipped = done.reports.find((report) => report.skipped !== undefined)?.skipped;
          const due = this.#step % checkpointEvery === 0;
          if (due) await this.save(skipped === undefined ? ['last', 'lastHealthy'] : ['last']);
          hooks.onStep({
            metrics: done.metrics,
            timings: done.timings,
            groups,
            ...(skipped === undefined ? {} : { skipped }),
            ...(due && this.#parts.store ? { saved: this.#step } : {}),
          });
          if (evaluateEvery > 0 && this.#step % evaluateEvery === 0)
            for (const { name } of this.#parts.heldOut)
              hooks.onEvaluated((await this.evaluate(name, { signal: hooks.signal })).result);
        },
      },
    );
  }

  /** Answers the questions of a held-out set; keeps the result and, where it is the best so far, a checkpoint. */
  async evaluate(
    set: string,
    options: Omit<EvaluateOptions, 'maxNewTokens'> = {},
  ): Promise<{ readonly result: EvaluationResult; readonly evaluation: Evaluation }> {
    const { grpo: run, heldOut } = this.#parts;
    const found = heldOut.find(({ name }) => name === set);
    if (!found)
      throw new TwinsightError({
        code: 'bad-request',
        message: `This run has no held-out set “${set}”.`,
        remedy: `Choose one of ${heldOut.map(({ name }) => name).join(', ')}.`,
      });
    const maxNewTokens = run.options.maxCompletionLength;
    const evaluation = await evaluate(run.engine, run.vocabulary, run.kernels, found.problems, {
      ...options,
      maxNewTokens,
    });
    const { answers, programs, meanLength } = evaluation;
    const result = { step: this.#step, set, answers, programs, meanLength };
    this.#results.push(result);
    if (this.#mark(result) > this.#best) {
      this.#best = this.#mark(result);
      await this.save(['best']);
    }
    return { result, evaluation };
  }

  /**
   * Keeps the state in the store, if there is one. That of a step which was cut off between two updates is no state of this run: what was kept before
   * it stays.
   */
  async save(roles: readonly CheckpointRole[]): Promise<void> {
    const { store } = this.#parts;
    if (!store) return;
    const checkpoint = await this.checkpoint();
    if (checkpoint.state.steps === this.#updates) await saveCheckpoint(store, checkpoint, roles);
  }

  async checkpoint(): Promise<Checkpoint> {
    return {
      manifest: this.manifest,
      step: this.#step,
      state: await this.engine.readState(),
      metrics: [...this.#metrics],
      results: [...this.#results],
      replay: this.#parts.grpo.memory.sequences,
      families: this.#parts.grpo.curriculum.shares,
    };
  }

  dispose(): void {
    this.#parts.grpo.kernels.dispose();
    this.engine.dispose();
  }

  /** What a result counts for the best checkpoint: its answers, where it is of the first set. */
  #mark({ set, answers }: EvaluationResult): number {
    return set === this.#parts.heldOut[0]?.name ? answers.accuracy : Number.NEGATIVE_INFINITY;
  }

  /** The groups that are told: those with signal first, because there is something to see. */
  async #shown({ groups }: GrpoStep, { show, ratios }: TrainHooks): Promise<readonly GroupView[]> {
    const { vocabulary } = this.#parts.grpo;
    const chosen = [
      ...groups.filter(({ noSignal }) => !noSignal),
      ...groups.filter(({ noSignal }) => noSignal),
    ];
    const views: GroupView[] = [];
    for (const group of chosen.slice(0, show))
      views.push(viewOf(group, vocabulary, ratios ? await this.#ratios(group) : undefined));
    return views;
  }

  /** For each token of each completion how much more probable the update has made it. */
  async #ratios({ prompt, completions }: ScoredGroup): Promise<readonly (readonly number[])[]> {
    const { engine, options } = this.#parts.grpo;
    const sequences = completions.map(({ row }) => sequenceOf(prompt, row));
    const batch = policyBatch(
      sequences,
      completions.map(() => 0),
      engine.config.padToken,
    );
    const { temperature } = options;
    const logprobs = await engine.logprobs(batch, { temperature, reference: false });
    return completions.map(({ row }, index) =>
      row.tokens.map((_, at) =>
        row.written[at]
          ? Math.exp((logprobs[index * batch.length + prompt.length + at] ?? 0) - (row.logprobs[at] ?? 0))
          : 1,
      ),
    );
  }
}
