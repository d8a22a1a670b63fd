/**
 * Puts the focus into a field as soon as it is there: the pane that holds it may have to be shown first, or its code to be loaded. A person
 * who presses or points at something in the meantime keeps the focus there.
 */
export function focusWhenShown(id: string): void {
  const wait = new AbortController();
  const { signal } = wait;
  const attempt = (): void => {
    if (signal.aborted) return;
    const field = document.getElementById(id);
    field?.focus();
    if (field && document.activeElement === field) wait.abort();
  };
  const observer = new MutationObserver(attempt);
  observer.observe(document.body, { childList: true, subtree: true });
  signal.addEventListener('abort', () => observer.disconnect());
  for (const event of ['keydown', 'pointerdown'])
    addEventListener(event, () => wait.abort(), { capture: true, signal });
  requestAnimationFrame(attempt);
}
