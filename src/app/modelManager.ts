import type {
  HeldFile,
  Keeping,
  StoredModel,
  StoreProgress,
  WantedModel,
} from '../../workers/contracts/models.ts';
import type { DevicePreference } from '../../workers/contracts/perception.ts';
import type { WorkerEndpoint } from '../../workers/rpc/endpoint.ts';
import { TwinsightError, toTwinsightError } from '../core/errors.ts';
import type { HubFacts } from '../perception/hub/ladder.ts';
import type { HubModel, HubVariant } from '../perception/hub/types.ts';
import { parseSource } from '../perception/runtime/modelStore/hubAddress.ts';
import { dropHeld, holdFiles } from '../perception/runtime/modelStore/openStored.ts';
import type { ModelCommands } from '../store/modelCommands.ts';
import {
  EMBEDDED,
  type EmbeddedModel,
  type ModelFailure,
  type ModelJob,
  type ModelOutcome,
  type ModelRole,
  type ModelsState,
} from '../store/slices/models.ts';
import type { AppStore } from '../store/store.ts';
import { chosenVariant, describeModel, storedOf } from './modelCatalogue.ts';
import { createModelStoreWorker, type ModelStoreWorker } from './modelStoreWorker.ts';

export interface PrepareProgress {
  readonly phase: 'compiling' | 'testing';
}

export interface PrepareOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PrepareProgress) => void;
}

export interface ModelManagerOptions {
  readonly store: AppStore;
  readonly catalogue: readonly HubModel[];
  /** What the machine offers, for the choice of a variant. */
  readonly facts: () => Promise<HubFacts>;
  /** What came with the page. */
  readonly embedded: () => Promise<readonly EmbeddedModel[]>;
  readonly spawn: (source: URL) => WorkerEndpoint;
  readonly device: DevicePreference;
  /** Loads and tests a model that is there, and says what its test found; a model that fails it is not used. */
  readonly prepare: (model: HubModel, options: PrepareOptions) => Promise<string>;
  /** Gives the memory of a role's model back. */
  readonly release: (role: ModelRole) => void;
  readonly pickFolder: (onFiles: (files: readonly HeldFile[]) => void) => void;
  /** Asks the browser to keep this origin's storage; only pages may. */
  readonly persist: () => Promise<boolean>;
  readonly now: () => number;
}

/** How a job ended, as far as the job itself knows. */
type Outcome = Pick<ModelOutcome, 'kind'> & Partial<ModelOutcome>;

/** One place for embedded, hub, mirror and local models: what is there, what is at work, and how more gets here. */
export class ModelManager implements ModelCommands {
  readonly #options: ModelManagerOptions;
  readonly #choices = new Map<string, string>();
  /** Models with files that only memory has. */
  readonly #held = new Set<string>();
  #host: ModelStoreWorker | undefined;
  #hostSource = '';
  #stored: readonly StoredModel[] = [];
  #facts: HubFacts | undefined;
  #running: AbortController | undefined;
  #planning: AbortController | undefined;

  constructor(options: ModelManagerOptions) {
    this.#options = options;
  }

  /** The model that a person chose for a role, or undefined where that is the embedded one or its files are gone. */
  async chosen(role: ModelRole): Promise<HubModel | undefined> {
    const id = this.#state.active[role];
    if (id === EMBEDDED) return undefined;
    await this.#list();
    return this.#isThere(id) ? this.#find(id)?.model : undefined;
  }

  async refresh(): Promise<void> {
    await this.#guard(undefined, async () => {
      const [embedded] = await Promise.all([this.#options.embedded(), this.#list()]);
      this.#set({ embedded });
    });
  }

  async open(id: string | undefined): Promise<void> {
    this.#planning?.abort();
    const busy = this.#state.job?.modelId === id;
    this.#set({ openedId: id, plan: undefined, ...(busy ? {} : { failure: undefined, outcome: undefined }) });
    if (id !== undefined && !busy) await this.#plan(id);
  }

  async chooseVariant(id: string, dtype: string): Promise<void> {
    this.#choices.set(id, dtype);
    this.#set({ failure: undefined, outcome: undefined });
    this.#describe();
    await this.#plan(id);
  }

  async download(id: string, keeping: Keeping): Promise<void> {
    await this.#run(id, 'planning', async (signal) => {
      if (keeping === 'disk') this.#askToPersist();
      const { held } = await this.#worker().call(
        'download',
        { ...this.#order(id), keeping },
        { signal, onProgress: (value) => this.#progress(id, value) },
      );
      return await this.#take(id, held, signal);
    });
  }

  cancel(): void {
    this.#running?.abort();
    this.#planning?.abort();
  }

  pickFolder(id: string, keeping: Keeping): void {
    this.#options.pickFolder((files) => void this.importFiles(id, files, keeping));
  }

  /** Takes a model from picked files, as `download` does from the hub. */
  async importFiles(id: string, files: readonly HeldFile[], keeping: Keeping): Promise<void> {
    await this.#run(id, 'copying', async (signal) => {
      const { held } = await this.#worker().call(
        'importFolder',
        { model: this.#order(id).model, files, keeping },
        { signal, onProgress: (value) => this.#progress(id, value) },
      );
      return await this.#take(id, held, signal);
    });
  }

  async verify(id: string): Promise<void> {
    await this.#run(id, 'verifying', async (signal) => {
      const { repository, revision } = this.#must(id).model;
      const { files } = await this.#worker().call(
        'verify',
        { repository, revision },
        { signal, onProgress: (value) => this.#progress(id, value, 'verifying') },
      );
      return { kind: 'verified', verdicts: files };
    });
  }

  async remove(id: string, forget: boolean): Promise<void> {
    await this.#run(id, 'planning', async (signal) => {
      const { repository, revision, role } = this.#must(id).model;
      await this.#worker().call('remove', { repository, revision, forget }, { signal });
      dropHeld(repository, revision);
      this.#held.delete(id);
      if (this.#state.active[role] === id) await this.activate(role, EMBEDDED);
      return { kind: 'removed' };
    });
  }

  async activate(role: ModelRole, id: string): Promise<void> {
    if (id === EMBEDDED) {
      this.#setActive(role, id);
      this.#options.release(role);
      return;
    }
    await this.#run(id, 'compiling', (signal) => this.#use(id, role, signal));
  }

  async setSource(address: string): Promise<string | undefined> {
    if (this.#running) return 'A download is under way; cancel it first.';
    const parsed = parseSource(address);
    if (!parsed.ok) return `${parsed.error.message} ${parsed.error.remedy}`;
    this.#set({ source: address.trim() === '' ? '' : parsed.value.href, failure: undefined });
    const { openedId } = this.#state;
    if (openedId !== undefined) await this.#plan(openedId);
    return undefined;
  }

  async persist(): Promise<void> {
    await this.#guard(undefined, async () => {
      await this.#options.persist();
      await this.#list();
    });
  }

  dispose(): void {
    this.cancel();
    this.#host?.dispose();
  }

  get #state(): ModelsState {
    return this.#options.store.getState().models;
  }

  #set(change: Partial<ModelsState>): void {
    this.#options.store.setState(({ models }) => ({ models: { ...models, ...change } }));
  }

  #setActive(role: ModelRole, id: string): void {
    this.#set({ active: { ...this.#state.active, [role]: id } });
  }

  #source(): URL {
    const parsed = parseSource(this.#state.source);
    if (!parsed.ok) throw new TwinsightError(parsed.error);
    return parsed.value;
  }

  /** The worker of the present source: another mirror needs another worker, whose policy lets it reach that one. */
  #worker(): ModelStoreWorker {
    const source = this.#source();
    if (this.#host && this.#hostSource === source.origin) return this.#host;
    this.#host?.dispose();
    this.#hostSource = source.origin;
    this.#host = createModelStoreWorker(() => this.#options.spawn(source));
    return this.#host;
  }

  #find(id: string): { model: HubModel; variant: HubVariant } | undefined {
    const model = this.#options.catalogue.find((candidate) => candidate.id === id);
    const facts = this.#facts;
    if (!model || !facts) return undefined;
    const machine = { facts, device: this.#options.device };
    const variant = chosenVariant(model, machine, this.#choices.get(id), storedOf(model, this.#stored));
    return variant && { model, variant };
  }

  #must(id: string): { model: HubModel; variant: HubVariant } {
    const found = this.#find(id);
    if (found) return found;
    throw new TwinsightError({
      code: 'bad-request',
      message: `There is no model “${id}”.`,
      remedy: 'Choose one of the list.',
    });
  }

  #order(id: string): { model: WantedModel; base: string } {
    const { model, variant } = this.#must(id);
    const { repository, revision } = model;
    return { model: { repository, revision, files: variant.files }, base: this.#source().href };
  }

  #isThere(id: string): boolean {
    const kept = this.#state.catalogue.find((model) => model.id === id)?.kept;
    return kept === 'whole' || kept === 'held';
  }

  /** Reads what is stored, and describes the catalogue by it. */
  async #list(): Promise<void> {
    this.#facts ??= await this.#options.facts();
    const { models, storage } = await this.#worker().call('list', {});
    this.#stored = models;
    this.#set({ storage });
    this.#describe();
  }

  #describe(): void {
    const facts = this.#facts;
    if (!facts) return;
    const machine = { facts, device: this.#options.device };
    this.#set({
      catalogue: this.#options.catalogue.flatMap((model) => {
        const found = this.#find(model.id);
        const stored = storedOf(model, this.#stored);
        return found ? [describeModel(model, found.variant, machine, stored, this.#held.has(model.id))] : [];
      }),
    });
  }

  async #plan(id: string): Promise<void> {
    this.#planning?.abort();
    const planning = new AbortController();
    this.#planning = planning;
    await this.#guard(id, async () => {
      if (!this.#facts) await this.#list();
      const plan = await this.#worker().call('plan', this.#order(id), { signal: planning.signal });
      if (!planning.signal.aborted && this.#state.openedId === id) this.#set({ plan });
    });
  }

  /** Puts a model to work whose files have just been stored, or are held in memory. */
  async #take(id: string, held: readonly HeldFile[], signal: AbortSignal): Promise<Outcome> {
    const { repository, revision, role } = this.#must(id).model;
    if (held.length > 0) {
      holdFiles(repository, revision, held);
      this.#held.add(id);
    }
    await this.#list();
    return await this.#use(id, role, signal);
  }

  /** Loads and tests a model that is there; only one that passes is put to work. */
  async #use(id: string, role: ModelRole, signal: AbortSignal): Promise<Outcome> {
    const detail = await this.#options.prepare(this.#must(id).model, {
      signal,
      onProgress: ({ phase }) => this.#phase(phase),
    });
    this.#setActive(role, id);
    return { kind: 'ready', detail };
  }

  /** Not waited for: some browsers ask the person first. */
  #askToPersist(): void {
    if (this.#state.storage?.persisted !== false) return;
    this.#options.persist().catch(() => false);
  }

  /** Runs the one job of the manager; another one that is asked for meanwhile is not started. */
  async #run(
    id: string,
    phase: ModelJob['phase'],
    work: (signal: AbortSignal) => Promise<Outcome>,
  ): Promise<void> {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    const startedAt = this.#options.now();
    this.#set({
      failure: undefined,
      outcome: undefined,
      job: { modelId: id, phase, startedAt, ...NO_BYTES },
    });
    await this.#guard(id, async () => {
      if (!this.#facts) await this.#list();
      const outcome = await work(running.signal);
      const ms = this.#options.now() - startedAt;
      this.#set({ outcome: { verdicts: [], detail: undefined, ...outcome, modelId: id, ms } });
    });
    this.#running = undefined;
    this.#set({ job: undefined });
    await this.#refreshAfter(id);
  }

  /** Shows what is there now; how the job ended stays in sight. */
  async #refreshAfter(id: string): Promise<void> {
    const { failure } = this.#state;
    await this.#guard(undefined, () => this.#list());
    if (this.#state.openedId === id) await this.#plan(id);
    if (failure) this.#set({ failure });
  }

  async #guard(id: string | undefined, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const { code, message, remedy } = toTwinsightError(thrown);
      if (code === 'cancelled') return;
      const failure: ModelFailure = { modelId: id ?? '', code, message, remedy };
      this.#set({ failure });
    }
  }

  #progress(modelId: string, value: StoreProgress, phase?: ModelJob['phase']): void {
    const job = this.#state.job;
    if (job?.modelId !== modelId) return;
    const { doneBytes, totalBytes, bytesPerSecond, path } = value;
    this.#set({ job: { ...job, phase: phase ?? value.phase, doneBytes, totalBytes, bytesPerSecond, path } });
  }

  #phase(phase: PrepareProgress['phase']): void {
    const { job } = this.#state;
    if (job) this.#set({ job: { ...job, ...NO_BYTES, phase } });
  }
}

const NO_BYTES = {
  doneBytes: undefined,
  totalBytes: undefined,
  bytesPerSecond: undefined,
  path: undefined,
} as const;
