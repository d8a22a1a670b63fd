import { optionalStorage } from './optionalStorage.ts';

/**
 * What models of the hub answered when they were first tested in this browser: later loads must answer alike. Kept in the
 * given storage (`localStorage`), or for this visit alone where that is blocked or absent.
 */
export interface Fingerprints {
  read(key: string): readonly number[] | undefined;
  write(key: string, values: readonly number[]): void;
}

const PREFIX = 'twinsight.answer:';

/** @param browser part of every key: another version may add in another order */
export function createFingerprints(storage: () => Storage | undefined, browser: string): Fingerprints {
  const memory = new Map<string, readonly number[]>();
  const keyOf = (key: string): string => `${PREFIX}${key}|${browser}`;
  const attempt = optionalStorage(storage);
  return {
    read: (key) => memory.get(key) ?? parseNumbers(attempt((kept) => kept.getItem(keyOf(key))) ?? undefined),
    write(key, values) {
      memory.set(key, values);
      attempt((kept) => kept.setItem(keyOf(key), values.map((value) => value.toPrecision(7)).join(' ')));
    },
  };
}

function parseNumbers(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const values = text.split(' ').map(Number);
  return values.every(Number.isFinite) ? values : undefined;
}
