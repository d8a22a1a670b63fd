import type { CompletionView } from '../../../workers/contracts/training.ts';

type Piece = CompletionView['pieces'][number];

/** Log-ratios of this size have the full colour. */
const FULL = 0.5;
/** Smaller changes are not marked. */
const SMALLEST = 0.02;

export interface Mark {
  readonly direction: 'up' | 'down' | 'none';
  /** In [0, 1]. */
  readonly strength: number;
}

/** How a token is marked: by the logarithm of its probability after the update over that before. */
export function markOf({ ratio, written }: Pick<Piece, 'ratio' | 'written'>): Mark {
  const change = written && ratio !== undefined && ratio > 0 ? Math.log(ratio) : 0;
  if (Math.abs(change) < SMALLEST) return { direction: 'none', strength: 0 };
  return { direction: change > 0 ? 'up' : 'down', strength: Math.min(1, Math.abs(change) / FULL) };
}
