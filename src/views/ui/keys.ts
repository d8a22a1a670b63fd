/** One key with its modifiers; `mod` is Cmd on Apple systems and Ctrl elsewhere. */
export interface Chord {
  /** `KeyboardEvent.key`, letters in lower case. */
  readonly key: string;
  readonly mod?: true;
  /** Only told apart together with `mod`: alone it is part of the key ("?", "H"). */
  readonly shift?: true;
}

/** Every shortcut of the app, in one place, so that none can collide with another. */
export const KEY_MAP = {
  open: { key: 'o' },
  commands: { key: 'k', mod: true },
  question: { key: '/' },
  keys: { key: '?' },
  hideOverlays: { key: 'h' },
  boxes: { key: 'b' },
  masks: { key: 'm' },
  labels: { key: 'l' },
  frame: { key: 'f' },
  zoomIn: { key: '+' },
  zoomOut: { key: '-' },
  fit: { key: '0' },
  pane1: { key: '1' },
  pane2: { key: '2' },
  pane3: { key: '3' },
  pane4: { key: '4' },
  pane5: { key: '5' },
  nextObject: { key: 'ArrowRight' },
  previousObject: { key: 'ArrowLeft' },
  drawer: { key: 'j', mod: true },
  selectTool: { key: 'v' },
  segmentTool: { key: 's' },
  rename: { key: 'F2' },
  remove: { key: 'Delete' },
  undo: { key: 'z', mod: true },
  redo: { key: 'z', mod: true, shift: true },
  play: { key: ' ' },
  stepBack: { key: ',' },
  stepForward: { key: '.' },
  measuredBack: { key: '<' },
  measuredForward: { key: '>' },
  escape: { key: 'Escape' },
} as const satisfies Readonly<Record<string, Chord>>;

export type KeyName = keyof typeof KEY_MAP;

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const chordId = ({ key, mod, shift }: Chord): string => `${mod ? 'mod+' : ''}${shift ? 'shift+' : ''}${key}`;

const byChord = new Map<string, KeyName>(
  Object.entries(KEY_MAP).map(([name, chord]) => [chordId(chord), name as KeyName]), // keys of the literal above
);

/** The shortcut that a key press means, if any. */
export function matchKey(press: KeyPress): KeyName | undefined {
  if (press.altKey) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const mod = press.ctrlKey || press.metaKey;
  return byChord.get(mod ? `mod+${press.shiftKey ? 'shift+' : ''}${key}` : key);
}

/** Shortcuts that need no modifier stay silent where a person writes or works a widget that uses keys itself. */
export function belongsToWidget(
  name: KeyName,
  target: { closest(selector: string): unknown } | null,
): boolean {
  if (!target) return false;
  if (name === 'commands') return false;
  const fields =
    'input:not([type="range"]), textarea, select, [contenteditable]:not([contenteditable="false"])';
  if (target.closest(fields)) return true;
  // The space bar presses what has the focus.
  if (name === 'play' && target.closest('button, a, summary, tr, [role="listbox"], [role="application"]'))
    return true;
  if (name === 'nextObject' || name === 'previousObject') {
    const widgets =
      '[role="tablist"], [role="menu"], [role="separator"], [role="grid"], [role="dialog"], [role="slider"], table, input';
    return target.closest(widgets) !== null && target.closest(widgets) !== undefined;
  }
  return Boolean(target.closest('[role="menu"], [role="dialog"]'));
}

const SYMBOLS: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ' ': 'Space',
  Escape: 'Esc',
  Delete: 'Del',
};

/** A chord as it is printed: "H", "Ctrl K", "⌘ K". */
export function formatChord(chord: Chord, apple: boolean): string {
  const key = SYMBOLS[chord.key] ?? chord.key.toUpperCase();
  const shift = chord.shift ? (apple ? '⇧ ' : 'Shift ') : '';
  return chord.mod ? `${apple ? '⌘' : 'Ctrl'} ${shift}${key}` : key;
}
