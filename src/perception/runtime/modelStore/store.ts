import { TwinsightError } from '../../../core/errors.ts';
import type { Result } from '../../../core/result.ts';
import { bytesIn } from './chunks.ts';
import { downloadFile } from './download.ts';
import { expectFiles } from './expected.ts';
import { type FileArea, readText, writeBlob, writeText } from './fileArea.ts';
import { fileAddress } from './hubAddress.ts';
import { fetchListing, type Listing, mayGoUnlisted } from './listing.ts';
import { underLock } from './lock.ts';
import { createMemoryArea } from './memoryArea.ts';
import { Meter } from './meter.ts';
import { fileName, folderName, journalName, PINS, parseFolderName, partName, recordName } from './names.ts';
import { readPart } from './part.ts';
import { type FileRecord, type Pins, parsePins, parseRecord, storedFileOf } from './record.ts';
import { fitsInto, type StorageTeller, storageFacts } from './storage.ts';
import type {
  ExpectedFile,
  HeldFile,
  Keeping,
  ModelPlan,
  PlannedFile,
  StoredModel,
  StoreProgress,
  WantedModel,
} from './types.ts';

export interface StoreJob {
  readonly signal: AbortSignal;
  progress(value: StoreProgress): void;
}

/** A model together with the hub or mirror that it is asked of. */
export interface Ordered {
  readonly model: WantedModel;
  readonly base: URL;
}

interface Known {
  readonly expected: readonly ExpectedFile[];
  readonly commit: string | undefined;
  readonly unlisted: string | undefined;
}

/** What the store finds in its thread. */
export interface StoreSurroundings {
  /** The disk, or the reason why there is none. */
  readonly disk: Result<FileArea, { readonly message: string }>;
  readonly storage?: StorageTeller | undefined;
  readonly locks?: LockManager | undefined;
  readonly now: () => number;
}

/**
 * Keeps models of hubs: plans, downloads, lists and removes them. Owns what is downloaded into memory; lives as long as
 * its worker.
 */
export class ModelStore {
  readonly #around: StoreSurroundings;
  readonly #memory = createMemoryArea();
  readonly #listings = new Map<string, Listing>();

  constructor(surroundings: StoreSurroundings) {
    this.#around = surroundings;
  }

  now(): number {
    return this.#around.now();
  }

  /** Where models are kept for good; memory where the browser offers no disk. */
  get area(): FileArea {
    const { disk } = this.#around;
    return disk.ok ? disk.value : this.#memory;
  }

  storage() {
    const { storage, disk } = this.#around;
    return storageFacts(storage, this.area.keeping, disk.ok ? undefined : disk.error.message);
  }

  /** The record of a file that is whole, in either place. */
  async record(folder: string, path: string, area: FileArea = this.area): Promise<FileRecord | undefined> {
    const record = parseRecord((await readText(area, folder, recordName(path))) ?? '');
    const file = record && (await area.file(folder, fileName(path)));
    return file?.size === record?.bytes ? record : undefined;
  }

  async pins(folder: string): Promise<Pins> {
    return parsePins(await readText(this.area, folder, PINS));
  }

  /**
   * What a download would do. Asks the hub for exact sizes and hashes, unless everything is there already. Throws what the
   * hub refuses (`model-missing`, `model-gated`, `fetch-failed` …).
   */
  async plan({ model, base }: Ordered, signal: AbortSignal): Promise<ModelPlan> {
    const { repository, revision } = model;
    const known = await this.#know({ model, base }, signal);
    const folder = folderName(repository, revision);
    const files = await Promise.all(known.expected.map((file) => this.#planFile(folder, file)));
    const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const fetchBytes = files.reduce((sum, file) => sum + file.bytes - file.haveBytes, 0);
    const storage = await this.storage();
    return {
      repository,
      revision,
      commit: known.commit,
      host: base.host,
      files,
      totalBytes,
      fetchBytes,
      storage,
      fits: fitsInto(storage, fetchBytes),
      unlisted: known.unlisted,
    };
  }

  async #planFile(folder: string, file: ExpectedFile): Promise<PlannedFile> {
    const { path } = file;
    const record = await this.record(folder, path);
    if (record) {
      const { bytes, hashSource } = record;
      return { path, bytes, exact: true, state: 'stored', haveBytes: bytes, hashSource };
    }
    const part = await readPart({ area: this.area, folder }, file);
    const haveBytes = part ? bytesIn(part.chunks.keys(), part.bytes) : 0;
    return {
      path,
      bytes: file.bytes ?? file.approximateBytes,
      exact: file.bytes !== undefined,
      state: haveBytes > 0 ? 'partial' : 'missing',
      haveBytes,
      hashSource: file.hashSource,
    };
  }

  /** Whether every file of the model is whole on disk. */
  async isStored({ repository, revision, files }: WantedModel): Promise<boolean> {
    const folder = folderName(repository, revision);
    const records = await Promise.all(files.map(({ path }) => this.record(folder, path)));
    return records.every((record) => record !== undefined);
  }

  async #know({ model, base }: Ordered, signal: AbortSignal): Promise<Known> {
    const { repository, revision, files } = model;
    const pins = await this.pins(folderName(repository, revision));
    if (await this.isStored(model)) {
      return {
        expected: expectFiles(files, undefined, pins, base.host),
        commit: pins.commit,
        unlisted: undefined,
      };
    }
    const { listing, unlisted } = await this.#listing(base, repository, pins.commit ?? revision, signal);
    return {
      expected: expectFiles(files, listing, pins, base.host),
      commit: listing?.commit ?? pins.commit,
      unlisted,
    };
  }

  async #listing(base: URL, repository: string, revision: string, signal: AbortSignal) {
    const key = `${base.href} ${repository} ${revision}`;
    const known = this.#listings.get(key);
    if (known) return { listing: known, unlisted: undefined };
    try {
      const listing = await fetchListing(base, repository, revision, signal);
      this.#listings.set(key, listing);
      return { listing, unlisted: undefined };
    } catch (thrown) {
      if (!(thrown instanceof TwinsightError) || !mayGoUnlisted(thrown)) throw thrown;
      return { listing: undefined, unlisted: thrown.message };
    }
  }

  /**
   * Downloads what is missing. With `memory`, nothing more is written to disk: what is there is used, the rest is held by
   * this visit alone. Resolves with the files that only memory has. One tab at a time downloads a model; another waits
   * and then finds it done.
   */
  async download(order: Ordered, keeping: Keeping, job: StoreJob): Promise<HeldFile[]> {
    const { repository, revision } = order.model;
    const folder = folderName(repository, revision);
    const waiting = async (): Promise<void> => {
      const { totalBytes, fetchBytes } = await this.plan(order, job.signal);
      job.progress({ phase: 'waiting', doneBytes: totalBytes - fetchBytes, totalBytes });
    };
    return underLock(
      this.#around.locks,
      `twinsight-model ${folder}`,
      { signal: job.signal, onWaiting: waiting },
      async () => {
        const { expected, commit } = await this.#know(order, job.signal);
        const area = keeping === 'memory' ? await this.#inMemory(folder, expected) : this.area;
        const plan = await this.plan(order, job.signal);
        const meter = new Meter(plan, this.#around.now, job.progress);
        for (const file of expected) {
          if (await this.record(folder, file.path)) continue;
          if (await this.record(folder, file.path, area)) continue;
          const record = await downloadFile({
            place: { area, folder },
            file,
            base: order.base,
            address: fileAddress(order.base, repository, commit ?? revision, file.path),
            signal: job.signal,
            now: this.#around.now,
            onHave: (bytes) => meter.have(file.path, bytes),
            onChecked: (bytes) => meter.checked(file.path, bytes),
          });
          meter.whole(file.path, record.bytes);
          if (area === this.area) await this.pin(folder, commit, record);
        }
        return area.keeping === 'memory' ? this.held(folder, expected) : [];
      },
    );
  }

  /** Adds to what is pinned; what was pinned before stays. */
  async pin(folder: string, commit: string | undefined, { path, sha256 }: FileRecord): Promise<void> {
    const pins = await this.pins(folder);
    const pinned = pins.commit ?? commit;
    const next: Pins = {
      version: 1,
      ...(pinned === undefined ? {} : { commit: pinned }),
      files: { ...pins.files, [path]: pins.files[path] ?? sha256 },
    };
    await writeText(this.area, folder, PINS, JSON.stringify(next));
  }

  /** Memory, with what the disk has of these files under way: no byte is fetched twice. */
  async #inMemory(folder: string, expected: readonly ExpectedFile[]): Promise<FileArea> {
    const disk = this.area;
    if (disk === this.#memory) return disk;
    for (const { path } of expected) {
      for (const name of [partName(path), journalName(path)]) {
        const kept = await disk.file(folder, name);
        if (!kept || (await this.#memory.file(folder, name))) continue;
        await writeBlob(this.#memory, folder, name, kept);
      }
    }
    return this.#memory;
  }

  /** The files that only memory has. */
  async held(folder: string, files: readonly { readonly path: string }[]): Promise<HeldFile[]> {
    const all = await Promise.all(
      files.map(async ({ path }) => {
        const file = await this.#memory.file(folder, fileName(path));
        return file ? [{ path, file }] : [];
      }),
    );
    return all.flat();
  }

  /** Deletes the files of a model; what was pinned stays unless `forget` says so. Refused while a tab downloads it. */
  async remove(repository: string, revision: string, forget: boolean): Promise<void> {
    const folder = folderName(repository, revision);
    await this.#memory.remove(folder);
    if (forget) return this.area.remove(folder);
    for (const name of await this.area.names(folder)) {
      if (name !== PINS) await this.area.remove(folder, name);
    }
  }

  /** Everything that is kept, with what was begun. */
  async list(): Promise<StoredModel[]> {
    const models: StoredModel[] = [];
    for (const folder of await this.area.folders()) {
      const named = parseFolderName(folder);
      if (!named) continue;
      const names = await this.area.names(folder);
      const ending = (suffix: string) => names.filter((name) => name.endsWith(suffix));
      const paths = (suffix: string) =>
        ending(suffix).map((name) => decodeURIComponent(name.slice(0, -suffix.length)));
      const records = await Promise.all(paths('.record').map((path) => this.record(folder, path)));
      const files = records.flatMap((record) => (record ? [storedFileOf(record)] : []));
      const parts = await Promise.all(ending('.part').map((name) => this.area.file(folder, name)));
      const partial = parts.reduce((sum, part) => sum + (part?.size ?? 0), 0);
      if (files.length === 0 && partial === 0) continue;
      const { commit } = await this.pins(folder);
      models.push({ ...named, commit, files, partialBytes: partial });
    }
    return models;
  }
}
