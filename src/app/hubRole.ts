import type { CapabilityReport } from '../../workers/contracts/capability.ts';
import { type HubContract, type HubReport, hubContract } from '../../workers/contracts/hub.ts';
import type { DevicePreference } from '../../workers/contracts/perception.ts';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import { type Deadline, WorkerHost } from '../../workers/rpc/workerHost.ts';
import { type ErrorCode, TwinsightError, toTwinsightError } from '../core/errors.ts';
import { err, ok, type Result } from '../core/result.ts';
import { SerialQueue } from '../core/serialQueue.ts';
import { type HubAttempt, planHub } from '../perception/hub/ladder.ts';
import type { HubModel, HubVariant, Role } from '../perception/hub/types.ts';
import { heldFiles } from '../perception/runtime/modelStore/openStored.ts';
import type { JobOptions } from './detectorLadder.ts';
import type { Fingerprints } from './fingerprints.ts';
import { readFile } from './readFile.ts';

/** Compiling a large model gives no sign of life for minutes; generating text gives none between its parts. */
const LOAD_DEADLINE: Deadline = { totalMs: 900_000, silenceMs: 300_000 };
const RUN_DEADLINE: Deadline = { totalMs: 900_000, silenceMs: 180_000 };

/** A run can't be broken off, and loading the model again would take longer than waiting for its end. */
const CANCEL_GRACE_MS = 60_000;

export type HubDeadlines = { readonly [M in keyof HubContract]: Deadline };

export const HUB_DEADLINES: HubDeadlines = {
  load: LOAD_DEADLINE,
  open: { totalMs: 20_000, silenceMs: 10_000 },
  detect: RUN_DEADLINE,
  find: RUN_DEADLINE,
  masks: RUN_DEADLINE,
  segment: RUN_DEADLINE,
  depth: RUN_DEADLINE,
  describe: RUN_DEADLINE,
  write: RUN_DEADLINE,
};

/** Failures after which a new worker may succeed where the old one did not. */
const SECOND_CHANCE: readonly ErrorCode[] = ['inference-failed', 'worker-crashed'];
/** A GPU that is lost while a model is loaded comes back for a new worker, too. */
const GPU_SECOND_CHANCE: readonly ErrorCode[] = [...SECOND_CHANCE, 'model-load-failed'];
/** Failures of a device or a variant, after which the next one is tried. */
const STEP_DOWN: readonly ErrorCode[] = [
  ...SECOND_CHANCE,
  'model-load-failed',
  'model-wrong-answer',
  'model-missing',
];

/** The file of the photo that a job is about, and what perception calls it. */
export interface HubImage {
  readonly imageId: string;
  readonly file: Blob;
  readonly name: string;
}

/** What a role needs to know of the world; the same for all roles. */
export interface HubServices {
  readonly spawn: (role: Role) => WorkerEndpoint;
  readonly facts: () => Promise<CapabilityReport>;
  readonly preference: () => DevicePreference;
  /** Whether all files of a variant are in the store. */
  readonly isStored: (model: HubModel, variant: HubVariant) => Promise<boolean>;
  readonly fingerprints: Fingerprints;
  /** The memory of this machine, where the browser tells. */
  readonly memoryBytes?: number | undefined;
  /** What a person should know about a model that runs in another way than it should. */
  readonly onNotice: (message: string, remedy: string) => void;
  readonly deadlines?: Partial<HubDeadlines>;
}

/** A model at work, and how. */
export interface HubAtWork extends HubReport {
  readonly model: HubModel;
}

interface Loaded {
  readonly attempt: HubAttempt;
  readonly atWork: HubAtWork;
  readonly generation: number;
}

type HubWorker = WorkerHost<HubContract>;

/** One role: a worker with the model that plays it, replaced when it fails, on the next device or variant where need be. */
export class HubRole {
  readonly #role: Role;
  readonly #services: HubServices;
  readonly #queue = new SerialQueue();
  readonly #host: HubWorker;
  /** Attempts that failed on this page, with the reason; by model, device and dtype. */
  readonly #excluded = new Map<string, string>();
  #loaded: Loaded | undefined;
  #imageIn: { readonly imageId: string; readonly generation: number } | undefined;

  constructor(role: Role, services: HubServices) {
    this.#role = role;
    this.#services = services;
    this.#host = new WorkerHost({
      contract: hubContract,
      spawn: () => services.spawn(role),
      deadlines: { ...HUB_DEADLINES, ...services.deadlines },
      cancelGraceMs: CANCEL_GRACE_MS,
    });
  }

  get atWork(): HubAtWork | undefined {
    return this.#host.alive ? this.#loaded?.atWork : undefined;
  }

  /** Loads and tests a model, on the best device that works. */
  load(model: HubModel, options: JobOptions = {}): Promise<HubAtWork> {
    return this.#queue.run(() => this.#onSomeDevice(model, options, async (atWork) => atWork));
  }

  /** Runs a job with the model, and with the photo where it needs one, in a worker. */
  run<T>(
    model: HubModel,
    image: HubImage | undefined,
    options: JobOptions,
    job: (host: HubWorker) => Promise<T>,
  ): Promise<T> {
    return this.#queue.run(() =>
      this.#onSomeDevice(model, options, async () => {
        if (image) await this.#ensureImage(image, options);
        return await job(this.#host);
      }),
    );
  }

  /** Ends the worker: that alone gives a runtime's memory back. */
  unload(): void {
    this.#host.discard(
      new TwinsightError({
        code: 'cancelled',
        message: 'The model was put away.',
        remedy: 'Choose it again.',
      }),
    );
    this.#loaded = undefined;
  }

  dispose(): void {
    this.#host.dispose();
  }

  async #onSomeDevice<T>(
    model: HubModel,
    options: JobOptions,
    job: (atWork: HubAtWork) => Promise<T>,
  ): Promise<T> {
    let failure: TwinsightError | undefined;
    for (const attempt of await this.#attempts(model, options)) {
      const tried = await this.#tryTwice(model, attempt, options, job);
      if (tried.ok) {
        if (failure) this.#tellStep(model, attempt, failure);
        return tried.value;
      }
      failure = tried.error;
      this.#excluded.set(keyOf(model, attempt), failure.message);
    }
    throw failure ?? this.#nothingToTry(model);
  }

  /** Runs a job on one device; what is no fault of the device or the variant is thrown. */
  async #tryTwice<T>(
    model: HubModel,
    attempt: HubAttempt,
    options: JobOptions,
    job: (atWork: HubAtWork) => Promise<T>,
  ): Promise<Result<T, TwinsightError>> {
    const chances = attempt.device === 'webgpu' ? GPU_SECOND_CHANCE : SECOND_CHANCE;
    for (let chance = 0; ; chance++) {
      try {
        await this.#host.settled();
        return ok(await job(await this.#ensureLoaded(model, attempt, options)));
      } catch (thrown) {
        const failure = toTwinsightError(thrown);
        // A hang has cost minutes: the next job tries the next device, this one ends.
        if (failure.code === 'timed-out') this.#excluded.set(keyOf(model, attempt), failure.message);
        if (!STEP_DOWN.includes(failure.code)) throw failure;
        this.#host.discard(failure);
        if (chance > 0 || !chances.includes(failure.code)) return err(failure);
      }
    }
  }

  async #attempts(model: HubModel, { signal }: JobOptions): Promise<readonly HubAttempt[]> {
    const facts = { ...(await this.#services.facts()), memoryBytes: this.#services.memoryBytes };
    signal?.throwIfAborted();
    const { attempts } = planHub(model, facts, this.#services.preference());
    const open = attempts.filter((attempt) => !this.#excluded.has(keyOf(model, attempt)));
    const stored: HubAttempt[] = [];
    for (const attempt of open) {
      if (await this.#services.isStored(model, attempt.variant)) stored.push(attempt);
    }
    if (stored.length > 0) return stored;
    throw open.length < attempts.length ? this.#nothingToTry(model) : this.#notStored(model, open[0]);
  }

  async #ensureLoaded(model: HubModel, attempt: HubAttempt, options: JobOptions): Promise<HubAtWork> {
    const known = this.#loaded;
    const alive = this.#host.alive && known?.generation === this.#host.generation;
    if (known && alive && keyOf(known.atWork.model, known.attempt) === keyOf(model, attempt))
      return known.atWork;
    if (alive) this.#host.discard(replaced()); // a realm runs one model on one device
    const { id, title, repository, revision, task } = model;
    const { device, variant } = attempt;
    const memoryKey = `${repository}@${revision} ${device} ${variant.dtype}`;
    const remembered = this.#services.fingerprints.read(memoryKey);
    const report = await this.#host.call(
      'load',
      {
        model: { id, title, repository, revision, task },
        device,
        dtype: variant.dtype,
        ...(remembered ? { remembered: [...remembered] } : {}),
        held: heldFiles(repository, revision),
      },
      options,
    );
    this.#services.fingerprints.write(memoryKey, report.selfTest.fingerprint);
    this.#loaded = { attempt, atWork: { ...report, model }, generation: this.#host.generation };
    return this.#loaded.atWork;
  }

  async #ensureImage({ imageId, file, name }: HubImage, options: JobOptions): Promise<void> {
    const { generation } = this.#host;
    if (this.#imageIn?.imageId === imageId && this.#imageIn.generation === generation) return;
    const bytes = await readFile(file, name);
    await this.#host.call('open', { bytes, name }, { ...options, transfer: [bytes] });
    this.#imageIn = { imageId, generation };
  }

  #tellStep(model: HubModel, { device, variant }: HubAttempt, failure: TwinsightError): void {
    this.#services.onNotice(
      `${model.title} now runs on ${device === 'webgpu' ? 'WebGPU' : 'WASM'} with ${variant.dtype} weights, because: ${failure.message}`,
      'Reload the page to try the faster way again.',
    );
  }

  #notStored(model: HubModel, attempt: HubAttempt | undefined): TwinsightError {
    if (attempt === undefined) {
      return new TwinsightError({
        code: 'model-load-failed',
        message: `${model.title} does not run on this machine with the chosen device.`,
        remedy: 'Choose another model, or let the device be chosen automatically.',
      });
    }
    return new TwinsightError({
      code: 'model-missing',
      message: `${model.title} (${attempt.variant.dtype}) is not downloaded.`,
      remedy: 'Download it in the model manager.',
    });
  }

  #nothingToTry(model: HubModel): TwinsightError {
    const reasons = [...this.#excluded].filter(([key]) => key.startsWith(`${model.id} `));
    return new TwinsightError({
      code: 'model-load-failed',
      message: `${model.title} failed on every device as ${this.#role} model: ${reasons.at(-1)?.[1] ?? 'no reason given'}`,
      remedy: 'Download another variant, reload the page to try this one again, or use the embedded model.',
    });
  }
}

const keyOf = ({ id, revision }: HubModel, { device, variant }: HubAttempt): string =>
  `${id} ${revision} ${device} ${variant.dtype}`;

const replaced = (): TwinsightError =>
  new TwinsightError({ code: 'cancelled', message: 'Another model was chosen.', remedy: 'Start it again.' });
