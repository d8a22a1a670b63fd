const NAME = 'twinsight lab';

/**
 * Makes this tab the one that trains, or waits until the other one is closed.
 * @param tell whether another tab has the lab; called at once, and when that changes
 */
export function claimLab(locks: LockManager | undefined, tell: (elsewhere: boolean) => void): void {
  if (!locks) {
    tell(false);
    return;
  }
  // Held as long as the page lives.
  const hold = (): Promise<never> => {
    tell(false);
    return new Promise(() => undefined);
  };
  locks
    .request(NAME, { ifAvailable: true }, (lock) => {
      if (lock) return hold();
      tell(true);
      void locks.request(NAME, hold);
      return undefined;
    })
    .catch(() => tell(false));
}
