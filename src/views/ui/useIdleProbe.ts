import { useEffect } from 'react';
import { useCommands } from '../context.tsx';

const QUIET_MS = 1500;

/** Learns what this machine offers once the page is drawn and idle, so that the first photo does not wait for it. */
export function useIdleProbe(): void {
  const { probe } = useCommands();
  useEffect(() => {
    const timer = setTimeout(() => {
      if ('requestIdleCallback' in globalThis) requestIdleCallback(() => void probe());
      else void probe();
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [probe]);
}
