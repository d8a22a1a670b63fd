import { z } from '../../../core/zod.ts';
import type { StoredFile } from './types.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const hashSourceSchema = z.enum(['catalogue', 'pinned', 'hub', 'git', 'learnt']);

const recordSchema = z.object({
  version: z.literal(1),
  path: z.string().min(1),
  bytes: z.int().nonnegative(),
  sha256: sha256Schema,
  hashSource: hashSourceSchema,
  from: z.string(),
  storedAt: z.number(),
  /** SHA-256 of each chunk, so that damage is repaired without fetching the rest again. */
  chunks: z.array(sha256Schema),
});

/** What is written beside a file once it is whole. */
export type FileRecord = z.infer<typeof recordSchema>;

/** The record in a text, or undefined where it is damaged: the file then counts as missing. */
export function parseRecord(text: string): FileRecord | undefined {
  const parsed = recordSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

/** What of a record is told outside of the store. */
export const storedFileOf = ({ version: _, chunks: __, ...file }: FileRecord): StoredFile => file;

const pinsSchema = z.object({
  version: z.literal(1),
  commit: z.string().optional(),
  /** SHA-256 by path. */
  files: z.record(z.string(), sha256Schema),
});

/** What the first download of a model taught: the commit of its branch, and the hashes of its files. */
export type Pins = z.infer<typeof pinsSchema>;

export const NO_PINS: Pins = { version: 1, files: {} };

/** The pins in a text; none where it is damaged or absent. */
export function parsePins(text: string | undefined): Pins {
  const parsed = pinsSchema.safeParse(parseJson(text ?? ''));
  return parsed.success ? parsed.data : NO_PINS;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
