import type { ErrorCode } from '../../core/errors.ts';

/** A message that sits where it happened until dismissed. */
export interface Notice {
  readonly id: string;
  readonly kind: 'error' | 'info';
  readonly place: 'stage' | 'ask' | 'app';
  readonly message: string;
  readonly remedy: string | undefined;
  readonly code: ErrorCode | undefined;
}

export interface NoticesState {
  readonly notices: readonly Notice[];
}

export const initialNotices: NoticesState = { notices: [] };
