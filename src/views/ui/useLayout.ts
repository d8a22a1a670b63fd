import { useSyncExternalStore } from 'react';

export type Layout = 'wide' | 'medium' | 'column';

const wide = matchMedia('(width >= 1200px)');
const medium = matchMedia('(width >= 800px)');

const subscribe = (listener: () => void): (() => void) => {
  wide.addEventListener('change', listener);
  medium.addEventListener('change', listener);
  return () => {
    wide.removeEventListener('change', listener);
    medium.removeEventListener('change', listener);
  };
};

const read = (): Layout => (wide.matches ? 'wide' : medium.matches ? 'medium' : 'column');

/** Which of the three arrangements the window has room for. */
export const useLayout = (): Layout => useSyncExternalStore(subscribe, read);
