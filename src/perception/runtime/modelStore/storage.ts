import type { Keeping, StorageFacts } from './types.ts';

/** Browsers round what they tell and need room for themselves. */
const SLACK_BYTES = 16 << 20;

/** The part of `navigator.storage` that every thread has. */
export type StorageTeller = Pick<StorageManager, 'estimate' | 'persisted'>;

/** What the browser says of this origin's storage, as far as it says anything. */
export async function storageFacts(
  storage: StorageTeller | undefined,
  keeping: Keeping,
  reason: string | undefined,
): Promise<StorageFacts> {
  const why = reason === undefined ? {} : { reason };
  if (storage === undefined) return { keeping, ...why, persisted: false };
  try {
    const { quota, usage } = await storage.estimate();
    return { keeping, ...why, quotaBytes: quota, usageBytes: usage, persisted: await storage.persisted() };
  } catch {
    return { keeping, ...why, persisted: false };
  }
}

/** Free bytes, or undefined where the browser does not tell. */
export const freeBytes = ({ quotaBytes, usageBytes }: StorageFacts): number | undefined =>
  quotaBytes === undefined || usageBytes === undefined ? undefined : Math.max(0, quotaBytes - usageBytes);

/** Whether that much more can be expected to fit; a browser that tells nothing gets a try. */
export function fitsInto(storage: StorageFacts, moreBytes: number): boolean {
  if (storage.keeping === 'memory') return true;
  const free = freeBytes(storage);
  return free === undefined || moreBytes === 0 || moreBytes + SLACK_BYTES <= free;
}
