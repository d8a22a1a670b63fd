import { useEffect } from 'react';
import type { CorrectionCommands } from '../../store/correctionCommands.ts';
import type { CorrectionRow } from '../../store/slices/corrections.ts';
import { useApp, useCommands } from '../context.tsx';

/** The corrected answers, read where they were not yet, and what can be done with them. */
export function useCorrections(): {
  readonly rows: readonly CorrectionRow[] | undefined;
  readonly call: (use: (corrections: CorrectionCommands) => void) => void;
} {
  const { corrections } = useCommands();
  const rows = useApp((state) => state.corrections.rows);
  const unread = rows === undefined;
  useEffect(() => {
    if (unread) void corrections().then((commands) => commands.load());
  }, [corrections, unread]);
  return { rows, call: (use) => void corrections().then(use) };
}
