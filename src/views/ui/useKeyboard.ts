import { useEffect } from 'react';
import { type AppServices, useServices } from '../context.tsx';
import { ACTIONS, isEnabled } from './actions.ts';
import { belongsToWidget, type Chord, formatChord, KEY_MAP, type KeyName, matchKey } from './keys.ts';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The key of an action as this system prints it. */
export function keyText(name: KeyName): string {
  const chord: Chord = KEY_MAP[name];
  return formatChord(chord, isApple);
}

function handle(event: KeyboardEvent, services: AppServices): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = matchKey(event);
  if (!name) return;
  const target = event.target instanceof Element ? event.target : null;
  if (belongsToWidget(name, target)) {
    if (name === 'escape' && target instanceof HTMLElement) target.blur();
    return;
  }
  const action = ACTIONS.find((candidate) => candidate.key === name);
  if (!action || !isEnabled(action, services.store.getState())) return;
  event.preventDefault();
  // A space bar that is held down plays or pauses once.
  if (event.repeat && name === 'play') return;
  action.run(services);
}

/** Listens for the app's shortcuts as long as the calling component lives. */
export function useKeyboard(): void {
  const services = useServices();
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => handle(event, services);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, [services]);
}
