import { Sha256 } from '../../core/sha256.ts';
import { rleProblem } from '../../twin/geometry/rle.ts';
import type { TwinSource } from '../../twin/schema/twin.ts';
import type { Correction, Region } from './schema.ts';

/** SHA-256 of a text's UTF-16 code units, which every platform has without an encoder. */
function hashOf(text: string): string {
  const bytes = Uint8Array.from({ length: 2 * text.length }, (_, at) => {
    const unit = text.charCodeAt(at >> 1);
    return at % 2 === 0 ? unit & 0xff : unit >> 8;
  });
  return new Sha256().update(bytes).hex();
}

/**
 * Names a correction by its question and its source: the same question about the same photo has one right answer, whatever its spaces and
 * capitals. 16 hexadecimal digits.
 */
export function correctionId(question: string, source: Pick<TwinSource, 'name' | 'sha256'>): string {
  const words = question.trim().replace(/\s+/g, ' ').toLowerCase();
  return hashOf(`${words}\n${source.sha256 === '' ? source.name : source.sha256}`).slice(0, 16);
}

/** About one in four is never trained on. */
const HELD_OUT_SHARE = 0.25;

const placeOf = (id: string): number => Number.parseInt(hashOf(`split ${id}`).slice(0, 8), 16) / 2 ** 32;

/**
 * The corrections that are kept for testing, by their ids: about a quarter, chosen by the hash of question and source, so that it is the same
 * for every run. Of two or more there is at least one of each kind.
 */
export function heldOutIds(ids: readonly string[]): ReadonlySet<string> {
  const sorted = [...new Set(ids)]
    .map((id) => ({ id, place: placeOf(id) }))
    .toSorted((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
  const most = Math.max(0, sorted.length - 1);
  const least = Math.min(1, most);
  const chosen = sorted.filter(({ place }) => place < HELD_OUT_SHARE).length;
  return new Set(sorted.slice(0, Math.min(most, Math.max(least, chosen))).map(({ id }) => id));
}

/** "3", "yes", "cup o3, drawn", "nothing": the right answer as a person reads it. */
export function targetText({ target, twin }: Pick<Correction, 'target' | 'twin'>): string {
  switch (target.kind) {
    case 'value':
      return typeof target.value === 'boolean' ? (target.value ? 'yes' : 'no') : String(target.value);
    case 'regions': {
      const labels = new Map(twin.objects.map(({ id, label }) => [id, label]));
      const names = target.regions.map(({ id }) =>
        id === undefined ? 'drawn' : `${labels.get(id) ?? ''} ${id}`.trim(),
      );
      return names.length > 6
        ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
        : names.join(', ');
    }
    case 'summary':
      return target.text;
    case 'none':
      return 'nothing';
  }
}

const TARGET_OF = { mask: 'regions', box: 'regions', value: 'value', summary: 'summary' } as const;

/** Why a correction can't be right about its own twin, or undefined where it can. */
export function correctionFault({ task, target, twin }: Correction): string | undefined {
  if (target.kind === 'none') return undefined;
  if (target.kind !== TARGET_OF[task]) return `its target is of kind ${target.kind}, its task ${task}`;
  if (target.kind === 'regions') {
    if (twin.source.kind === 'video')
      return 'masks and boxes of a clip change with its frames and can’t be scored';
    const known = new Set(twin.objects.map(({ id }) => id));
    for (const [index, region] of target.regions.entries()) {
      const fault = regionFault(region, task === 'mask', known, twin.source);
      if (fault !== undefined) return `region ${index + 1}: ${fault}`;
    }
    return undefined;
  }
  const text = target.kind === 'value' ? String(target.value) : target.text;
  return /[\p{L}\p{N}]/u.test(text) ? undefined : `“${text}” holds no word and no number`;
}

function regionFault(
  { id, box: [x0, y0, x1, y1], mask }: Region,
  masked: boolean,
  known: ReadonlySet<string>,
  { width, height }: TwinSource,
): string | undefined {
  if (id !== undefined && !known.has(id)) return `there is no object ${id} in its twin`;
  if (!(x0 < x1 && y0 < y1 && x0 >= 0 && y0 >= 0 && x1 <= width && y1 <= height))
    return 'its box is empty or reaches outside the image';
  if (!mask) return masked ? 'it has no mask' : undefined;
  if (mask.size[0] !== height || mask.size[1] !== width) return 'its mask has another size than the image';
  return rleProblem(mask);
}
