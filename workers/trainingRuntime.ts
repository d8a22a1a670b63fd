import type { ModelFiles } from '../src/training/model/textModel.ts';

/** Lets messages in, by one to itself: timers of hidden pages are held back for seconds. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/** A name that is held among all tabs. */
export interface HeldName {
  /** Resolves when others can have it, oneself included: a request that comes sooner is refused. */
  release(): Promise<void>;
}

/** Holds a name among all tabs until it is released; undefined where another one has it. Browsers without locks know of no others. */
export function holdName(locks: LockManager | undefined, name: string): Promise<HeldName | undefined> {
  if (!locks) return Promise.resolve({ release: () => Promise.resolve() });
  return new Promise((resolve, reject) => {
    const ended: Promise<unknown> = locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) {
        resolve(undefined);
        return undefined;
      }
      return new Promise<void>((free) =>
        resolve({
          async release() {
            free();
            await ended;
          },
        }),
      );
    });
    ended.catch(reject);
  });
}

interface SiteFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Fetches the files of a model one after the other. */
export async function fetchAll(
  site: Readonly<Record<keyof ModelFiles, SiteFile>>,
  onBytes: (received: number, total: number) => void,
  fetchOne: (file: SiteFile, onBytes: (received: number) => void) => Promise<Uint8Array>,
): Promise<ModelFiles> {
  const total = Object.values(site).reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  const take = async (file: SiteFile): Promise<Uint8Array> => {
    const bytes = await fetchOne(file, (received) => onBytes(before + received, total));
    before += bytes.length;
    return bytes;
  };
  return {
    'config.json': await take(site['config.json']),
    'tokenizer.json': await take(site['tokenizer.json']),
    'tokenizer_config.json': await take(site['tokenizer_config.json']),
    'model.safetensors': await take(site['model.safetensors']),
  };
}
