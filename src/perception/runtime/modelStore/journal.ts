import { z } from '../../../core/zod.ts';
import { chunkCount, chunkSpan } from './chunks.ts';
import type { ExpectedFile } from './types.ts';

const headerSchema = z.object({
  version: z.literal(1),
  bytes: z.int().positive(),
  etag: z.string().optional(),
  /** Hash that the whole file will be held against; another one means another file. */
  expects: z.string().optional(),
});

/** What is known of a file under way: its parts that are on disk, each with its SHA-256. */
export interface Journal {
  readonly bytes: number;
  readonly etag?: string | undefined;
  readonly expects?: string | undefined;
  readonly chunks: Map<number, string>;
}

/** The first line of a journal. */
export const journalHeader = ({ bytes, etag, expects }: Omit<Journal, 'chunks'>): string =>
  `${JSON.stringify({ version: 1, bytes, etag, expects })}\n`;

/** The line of a chunk that is on disk, to be appended. */
export const journalLine = (index: number, sha256: string): string => `${index} ${sha256}\n`;

/** A journal in full, as `parseJournal` reads it. */
export const journalText = (journal: Journal): string =>
  journalHeader(journal) + [...journal.chunks].map(([index, hash]) => journalLine(index, hash)).join('');

/** Reads a journal back. A killed tab may have left half a line: whatever is no whole line counts as not written. */
export function parseJournal(text: string): Journal | undefined {
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  const header = headerSchema.safeParse(parseJson(first));
  if (!header.success) return undefined;
  const { bytes, etag, expects } = header.data;
  const chunks = new Map<number, string>();
  for (const line of lines) {
    const [, index, hash] = /^(\d{1,9}) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (index !== undefined && hash !== undefined && Number(index) < chunkCount(bytes)) {
      chunks.set(Number(index), hash);
    }
  }
  return { bytes, etag, expects, chunks };
}

/** The strongest hash that is known of a file beforehand. */
export const expectedHash = (file: ExpectedFile): string | undefined => file.sha256 ?? file.gitSha1;

/** The part of a journal that a download may go on with: none where it is of another file, or where its bytes are gone. */
export function resumable(
  journal: Journal | undefined,
  partBytes: number,
  file: ExpectedFile,
): Journal | undefined {
  if (journal === undefined || file.bytes === undefined || journal.bytes !== file.bytes) return undefined;
  const expects = expectedHash(file);
  if (journal.expects !== undefined && expects !== undefined && journal.expects !== expects) return undefined;
  const chunks = new Map(
    [...journal.chunks].filter(([index]) => chunkSpan(index, journal.bytes).end <= partBytes),
  );
  return { ...journal, expects, chunks };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
