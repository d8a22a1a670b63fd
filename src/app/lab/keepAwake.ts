/** Keeps the screen on while it is wanted; browsers let go of it when the page is hidden, so it is asked for again when it is shown. */
export function createKeepAwake(document: Document, wakeLock: WakeLock | undefined): (on: boolean) => void {
  let wanted = false;
  let sentinel: WakeLockSentinel | undefined;
  const apply = async (): Promise<void> => {
    try {
      if (!wanted) {
        await sentinel?.release();
        sentinel = undefined;
      } else if (document.visibilityState === 'visible' && (!sentinel || sentinel.released)) {
        sentinel = await wakeLock?.request('screen');
        if (!wanted) await sentinel?.release();
      }
    } catch {
      // Refused, as with little battery: training goes on all the same.
      sentinel = undefined;
    }
  };
  document.addEventListener('visibilitychange', () => void apply());
  return (on) => {
    if (wanted === on) return;
    wanted = on;
    void apply();
  };
}
