import { describe, expect, it } from 'vitest';
import { belongsToWidget, formatChord, KEY_MAP, type KeyName, matchKey } from './keys.ts';

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key: string, more: Partial<typeof NONE> = {}) => ({ key, ...NONE, ...more });

const inside = (...selectors: string[]) => ({
  closest: (query: string) => (selectors.some((selector) => query.includes(selector)) ? {} : null),
});

describe('key map', () => {
  it('gives no chord to two shortcuts', () => {
    const chords = Object.values(KEY_MAP).map((chord) => JSON.stringify(chord));
    expect(new Set(chords).size).toBe(chords.length);
  });

  it('finds each shortcut by its own chord', () => {
    for (const [name, chord] of Object.entries(KEY_MAP)) {
      const held = { ctrlKey: 'mod' in chord, shiftKey: 'shift' in chord };
      expect(matchKey(press(chord.key, held))).toBe(name);
    }
  });

  it('takes Cmd for Ctrl, and letters in any case', () => {
    expect(matchKey(press('k', { metaKey: true }))).toBe('commands');
    expect(matchKey(press('H'))).toBe('hideOverlays');
    expect(matchKey(press('?', { shiftKey: true }))).toBe('keys');
    expect(matchKey(press('Z', { metaKey: true, shiftKey: true }))).toBe('redo');
  });

  it('leaves the browser its own chords', () => {
    expect(matchKey(press('f', { ctrlKey: true }))).toBeUndefined();
    expect(matchKey(press('o', { metaKey: true }))).toBeUndefined();
    expect(matchKey(press('h', { altKey: true }))).toBeUndefined();
  });

  it('never fires in text fields, but for the command palette', () => {
    const field = inside('input');
    for (const name of Object.keys(KEY_MAP) as KeyName[]) {
      expect(belongsToWidget(name, field), name).toBe(name !== 'commands');
    }
  });

  it('leaves arrows to tabs, tables and splitters', () => {
    expect(belongsToWidget('nextObject', inside('[role="tablist"]'))).toBe(true);
    expect(belongsToWidget('nextObject', inside())).toBe(false);
    expect(belongsToWidget('hideOverlays', inside('[role="tablist"]'))).toBe(false);
  });

  it('prints chords for the system at hand', () => {
    expect(formatChord(KEY_MAP.commands, true)).toBe('⌘ K');
    expect(formatChord(KEY_MAP.commands, false)).toBe('Ctrl K');
    expect(formatChord(KEY_MAP.nextObject, false)).toBe('→');
    expect(formatChord(KEY_MAP.redo, false)).toBe('Ctrl Shift Z');
  });
});
