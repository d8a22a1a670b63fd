import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';

export interface JsonLimits {
  /** UTF-16 code units of the text, a lower bound of its bytes. */
  readonly maxLength: number;
  readonly maxDepth: number;
  /** Values and keys, counted by the separators. */
  readonly maxNodes: number;
}

export const JSON_LIMITS: JsonLimits = { maxLength: 32_000_000, maxDepth: 64, maxNodes: 2_000_000 };

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Depth and node count of JSON text in one pass, without parsing; brackets and commas inside strings do not count. */
export function measureJson(text: string, limits: JsonLimits): { depth: number; nodes: number } {
  let [depth, deepest, nodes] = [0, 0, 1];
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // "
        for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth++;
        nodes++;
        if (depth > deepest) deepest = depth;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        break;
      case 0x2c: // ,
      case 0x3a: // :
        nodes++;
        break;
    }
    if (deepest > limits.maxDepth || nodes > limits.maxNodes) break;
  }
  return { depth: deepest, nodes };
}

/** The first key that could reach a prototype when copied, at any depth. Call only on what passed the depth limit. */
function forbiddenKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = typeof item === 'object' ? forbiddenKey(item) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    const found = FORBIDDEN_KEYS.has(key) ? key : forbiddenKey(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Parses JSON of unknown origin: size, depth and node count are checked on the text before parsing, and keys that could reach
 * a prototype are refused. Linear time; never throws. `name` is the file's name for the messages.
 */
export function readJson(text: string, name: string, limits = JSON_LIMITS): Result<unknown, ErrorDetails> {
  if (text.length > limits.maxLength)
    return err({
      code: 'file-too-large',
      message: `“${name}” has ${text.length} characters; at most ${limits.maxLength} are read.`,
      remedy: 'Split the file, or leave out the masks.',
    });
  if (text.trim() === '')
    return err({ code: 'file-empty', message: `“${name}” is empty.`, remedy: 'Pick a file with content.' });
  const { depth, nodes } = measureJson(text, limits);
  if (depth > limits.maxDepth)
    return err({
      code: 'json-too-deep',
      message: `“${name}” is nested deeper than ${limits.maxDepth} levels.`,
      remedy: 'A twin or COCO file needs fewer than 10 levels: check where the file comes from.',
    });
  if (nodes > limits.maxNodes)
    return err({
      code: 'file-too-large',
      message: `“${name}” holds more than ${limits.maxNodes} values.`,
      remedy: 'Split the file, or leave out the masks.',
    });
  let value: unknown;
  try {
    // A byte order mark is not JSON, but editors write it.
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const reason = error instanceof Error ? `: ${error.message.slice(0, 160)}` : '';
    return err({
      code: 'json-malformed',
      message: `“${name}” is not valid JSON${reason}.`,
      remedy: 'Check that the file is complete and not edited by hand in a way that breaks it.',
    });
  }
  const key = forbiddenKey(value);
  if (key !== undefined)
    return err({
      code: 'json-malformed',
      message: `“${name}” has a key “${key}”, which no data file needs.`,
      remedy: 'Remove the key if you trust the file.',
    });
  return ok(value);
}
