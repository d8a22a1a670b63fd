// Optional fields allow `undefined` because that is what the contracts' validators produce.

/** A file of a model's repository that is needed to run it. */
export interface WantedFile {
  /** Within the repository, with forward slashes. */
  readonly path: string;
  /** Shown until the hub tells the exact size. */
  readonly approximateBytes: number;
  /** Known beforehand for some files: the catalogue pins them. */
  readonly sha256?: string | undefined;
}

/** A model as the store sees it: files of one repository at one revision. */
export interface WantedModel {
  /** `owner/name` on the hub. */
  readonly repository: string;
  /** A commit, or a branch whose commit is pinned at the first download. */
  readonly revision: string;
  readonly files: readonly WantedFile[];
}

/**
 * What a file's content is checked against: a SHA-256 of the catalogue, of an earlier download of this browser (`pinned`)
 * or of the hub; the hub's Git object id; or, with none of them, nothing: its SHA-256 is learnt and pinned.
 */
export type HashSource = 'catalogue' | 'pinned' | 'hub' | 'git' | 'learnt';

/** What is known of a file before it is fetched. */
export interface ExpectedFile {
  readonly path: string;
  /** Exact, or undefined where nobody has told it yet. */
  readonly bytes: number | undefined;
  readonly approximateBytes: number;
  readonly sha256?: string | undefined;
  /** SHA-1 that Git gives the file's content; hubs know it for small files. */
  readonly gitSha1?: string | undefined;
  readonly hashSource: HashSource;
}

/** A file that is whole, checked and kept. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly hashSource: HashSource;
  /** Where it came from: an origin, or `folder`. */
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

/** A file as a plan lists it. */
export interface PlannedFile {
  readonly path: string;
  readonly bytes: number;
  /** False while `bytes` is the catalogue's estimate. */
  readonly exact: boolean;
  readonly state: 'stored' | 'partial' | 'missing';
  /** Of `bytes`, those that need no fetching. */
  readonly haveBytes: number;
  readonly hashSource: HashSource;
}

/** Where files are kept: on disk, or for this visit in memory. */
export type Keeping = 'disk' | 'memory';

export interface StorageFacts {
  readonly keeping: Keeping;
  /** Why nothing can be kept on disk, where that is so. */
  readonly reason?: string | undefined;
  readonly quotaBytes?: number | undefined;
  readonly usageBytes?: number | undefined;
  readonly persisted: boolean;
}

/** What a download would do, shown before anybody consents to it. */
export interface ModelPlan {
  readonly repository: string;
  readonly revision: string;
  /** The commit that the files are of, where it is known. */
  readonly commit?: string | undefined;
  /** Host that they come from. */
  readonly host: string;
  readonly files: readonly PlannedFile[];
  readonly totalBytes: number;
  readonly fetchBytes: number;
  readonly storage: StorageFacts;
  /** False where the rest needs more than the storage has left. */
  readonly fits: boolean;
  /** Why sizes and hashes are the catalogue's: the hub gave no list of files. */
  readonly unlisted?: string | undefined;
}

/** Progress over all files of one model, in bytes. */
export interface StoreProgress {
  readonly phase: 'waiting' | 'downloading' | 'checking' | 'copying';
  readonly path?: string | undefined;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Over the last seconds; absent until there is something to measure, and where nothing is fetched. */
  readonly bytesPerSecond?: number | undefined;
}

/** A whole file that only this visit has: there is no room for it, or no storage. */
export interface HeldFile {
  readonly path: string;
  readonly file: File;
}

export interface FileVerdict {
  readonly path: string;
  readonly state: 'whole' | 'damaged' | 'missing';
  /** Bytes that must be fetched again. */
  readonly damagedBytes: number;
}

/** What is kept of one model. */
export interface StoredModel {
  readonly repository: string;
  readonly revision: string;
  readonly commit?: string | undefined;
  readonly files: readonly StoredFile[];
  /** Of downloads that were not finished. */
  readonly partialBytes: number;
}
