import type { PolicyBatch, SupervisedBatch, TokenBatch } from '../model/types.ts';

/** A sequence of tokens, and which of them were written by the policy. */
export interface Sequence {
  readonly tokens: readonly number[];
  readonly written: readonly boolean[];
}

/** Sequences side by side, padded on the right. Prompts, results and padding are masked out. */
function layOut(
  sequences: readonly Sequence[],
  padToken: number,
): TokenBatch & { readonly mask: Uint8Array } {
  const length = Math.max(0, ...sequences.map(({ tokens }) => tokens.length));
  const rows = sequences.length;
  const tokens = new Int32Array(rows * length).fill(padToken);
  const mask = new Uint8Array(rows * length);
  for (const [row, sequence] of sequences.entries()) {
    tokens.set(sequence.tokens, row * length);
    // What comes first follows nothing: it can't have been written.
    mask.set(
      sequence.written.map((written, at) => (written && at > 0 ? 1 : 0)),
      row * length,
    );
  }
  return { rows, length, tokens, mask };
}

export const supervisedBatch = (sequences: readonly Sequence[], padToken: number): SupervisedBatch =>
  layOut(sequences, padToken);

/** @param advantages one a sequence */
export const policyBatch = (
  sequences: readonly Sequence[],
  advantages: readonly number[],
  padToken: number,
): PolicyBatch => ({ ...layOut(sequences, padToken), advantages: Float32Array.from(advantages) });
