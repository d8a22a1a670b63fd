import type { Job } from '../job.ts';
import { throwIfAborted } from '../job.ts';
import { threadCount } from './deviceLadder.ts';
import {
  findModel,
  type ManifestFile,
  type ModelEntry,
  type ModelManifest,
  type RuntimeVariant,
} from './manifest.ts';
import { OrtRuntime } from './ortRuntime.ts';
import { OrtSession, type Run } from './ortSession.ts';
import { fetchManifest, fetchVerified } from './siteFiles.ts';
import type { Rung } from './types.ts';

export interface SessionShelfOptions {
  readonly rung: Rung;
  /** Address that `models/` and the runtime's folder are relative to. */
  readonly siteRoot: URL;
  readonly hardwareConcurrency: number;
}

export interface GetOptions {
  /** The device of the rung where absent; `wasm` runs on the CPU in either runtime. */
  readonly provider?: RuntimeVariant;
  /** Asks a fresh session its known question; throws `model-wrong-answer`. */
  readonly check?: (session: OrtSession) => Promise<void>;
}

/** A model that is ready to run. */
export interface ModelAtHand {
  readonly run: Run;
  readonly entry: ModelEntry;
  /** As the twin's log names it. */
  readonly device: string;
}

/**
 * The sessions of one worker: models of the manifest, each fetched, verified, opened and checked when it is first asked for,
 * all in one runtime on one rung of the device ladder.
 */
export class SessionShelf {
  readonly rung: Rung;
  readonly device: RuntimeVariant;
  readonly threads: number;
  readonly #siteRoot: URL;
  readonly #sessions = new Map<string, Promise<OrtSession>>();
  #manifest: ModelManifest | undefined;
  #runtime: Promise<OrtRuntime> | undefined;

  constructor({ rung, siteRoot, hardwareConcurrency }: SessionShelfOptions) {
    this.rung = rung;
    this.device = rung === 'webgpu' ? 'webgpu' : 'wasm';
    this.threads = threadCount(rung, hardwareConcurrency);
    this.#siteRoot = siteRoot;
  }

  /** What the manifest says about a model. Throws `model-missing`, `fetch-failed`, `model-load-failed`, `cancelled`. */
  async entry(modelId: string, { signal }: Job): Promise<ModelEntry> {
    this.#manifest ??= await fetchManifest({ siteRoot: this.#siteRoot, signal });
    return findModel(this.#manifest, modelId);
  }

  /**
   * The session of a model; at once when it was asked for before. Throws `model-missing`, `fetch-failed`,
   * `model-load-failed`, `inference-failed`, `model-wrong-answer`, `cancelled`.
   */
  async get(modelId: string, job: Job, options: GetOptions = {}): Promise<OrtSession> {
    const known = this.#sessions.get(modelId);
    if (known !== undefined) return await known;
    const opening = this.#open(modelId, job, options);
    this.#sessions.set(modelId, opening);
    try {
      return await opening;
    } catch (thrown) {
      this.#sessions.delete(modelId);
      throw thrown;
    }
  }

  /** A file that belongs to a model. Throws `model-missing`, `fetch-failed`, `cancelled`. */
  file(file: ManifestFile, job: Job): Promise<Uint8Array<ArrayBuffer>> {
    return this.#fetch(file, 'loading-model', job);
  }

  /** A model with all that whoever runs it and writes the twin's log needs; throws as `get` does. */
  async model(modelId: string, job: Job, options: GetOptions = {}): Promise<ModelAtHand> {
    const session = await this.get(modelId, job, options);
    const entry = await this.entry(modelId, job);
    return { run: (feeds) => session.run(feeds), entry, device: this.deviceName(session) };
  }

  /** "webgpu", "wasm", "wasm ×2": the device of a session as the twin's log names it. */
  deviceName({ provider }: OrtSession): string {
    if (provider === 'webgpu') return 'webgpu';
    return this.device === 'wasm' && this.threads > 1 ? `wasm ×${this.threads}` : 'wasm';
  }

  /** Ends all sessions; the next `get` opens its model again. */
  async dispose(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    const settled = await Promise.allSettled(sessions);
    for (const outcome of settled) if (outcome.status === 'fulfilled') await outcome.value.dispose();
  }

  async #open(modelId: string, job: Job, { provider, check }: GetOptions): Promise<OrtSession> {
    const { signal, progress } = job;
    progress({ phase: this.#runtime ? 'loading-model' : 'loading-runtime' });
    const entry = await this.entry(modelId, job);
    const [runtime, model] = await Promise.all([
      this.#started(job),
      this.#fetch(entry, 'loading-model', job),
    ]);
    throwIfAborted(signal);
    progress({ phase: 'loading-model' });
    const session = await OrtSession.open(runtime, model, provider);
    // From here on a cancel no longer stops the load: the session exists, and the next job is glad of it.
    if (check) {
      progress({ phase: 'checking-model' });
      await check(session);
    }
    return session;
  }

  #started(job: Job): Promise<OrtRuntime> {
    this.#runtime ??= this.#start(job).catch((thrown: unknown) => {
      this.#runtime = undefined;
      throw thrown;
    });
    return this.#runtime;
  }

  async #start(job: Job): Promise<OrtRuntime> {
    const siteRoot = this.#siteRoot;
    this.#manifest ??= await fetchManifest({ siteRoot, signal: job.signal });
    const { runtime } = this.#manifest;
    const runtimeBinary = await this.#fetch(runtime.variants[this.device].binary, 'loading-runtime', job);
    const runtimeFolder = new URL(runtime.folder, siteRoot);
    return OrtRuntime.start({ device: this.device, threads: this.threads, runtimeFolder, runtimeBinary });
  }

  #fetch(file: ManifestFile, phase: 'loading-runtime' | 'loading-model', { signal, progress }: Job) {
    let shown = 0;
    return fetchVerified(file, {
      siteRoot: this.#siteRoot,
      signal,
      onBytes: (bytes) => {
        // Whole percents: a message per network packet would only keep the page busy.
        const percent = Math.floor((100 * bytes) / file.bytes);
        if (percent > shown) progress({ phase, fraction: percent / 100 });
        shown = percent;
      },
    });
  }
}
