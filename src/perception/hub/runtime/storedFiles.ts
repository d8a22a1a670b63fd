/** Gives a file of a repository, or undefined where it is not kept. */
export type OpenFile = (path: string) => Promise<File | undefined>;

/** The parts of the Cache API that transformers.js uses of a custom cache. */
export interface FileCache {
  match(request: string): Promise<Response | undefined>;
  put(request: string): Promise<void>;
}

/** What transformers.js takes for the hub's address: nothing answers there. */
export const STORE_HOST = 'model-store:/';
export const STORE_TEMPLATE = '{model}@{revision}';

export interface StoredFilesOptions {
  readonly repository: string;
  readonly revision: string;
  readonly open: OpenFile;
  /** Bytes handed over so far. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Makes the files of one model in our store look like a cache to transformers.js. What is not in the store is not there: the
 * library may ask for optional files, and must never look for them elsewhere.
 */
export function storedFiles({ repository, revision, open, onBytes }: StoredFilesOptions): FileCache {
  const prefix = `${STORE_HOST}${repository}@${encodeURIComponent(revision)}/`;
  let bytes = 0;
  return {
    async match(request) {
      if (!request.startsWith(prefix)) return undefined;
      const file = await open(request.slice(prefix.length).replace(/^\/+/, ''));
      if (file === undefined) return undefined;
      bytes += file.size;
      onBytes?.(bytes);
      return new Response(file, { headers: { 'content-length': String(file.size) } });
    },
    async put() {
      // The store is filled by the model manager alone.
    },
  };
}

/** In place of `fetch`: nothing beyond the store exists for this worker. The library takes it as "no such file". */
export const nothingElsewhere = async (): Promise<Response> => new Response(null, { status: 404 });
