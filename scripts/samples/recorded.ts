import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTwin } from '../../src/io/twin/readTwin.ts';
import type { SampleId } from '../../src/store/samples.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { ROOT } from '../lib/project.ts';

export const imagePath = (id: SampleId): string => join(ROOT, `public/samples/${id}.webp`);
export const twinPath = (id: SampleId): string => join(ROOT, `public/samples/${id}.twin.json`);

/** The recorded twin of a sample, checked. @throws when the file is missing or is not a sound twin */
export async function recordedTwin(id: SampleId): Promise<Twin> {
  const twin = readTwin(await readFile(twinPath(id), 'utf8'), `${id}.twin.json`);
  if (!twin.ok) throw new Error(twin.error.message);
  return twin.value;
}

/** A Markdown table of the twin's objects, best first: label, score, box in pixels. */
export function objectTable(twin: Twin): string {
  const rows = twin.objects
    .toSorted((a, b) => b.score - a.score)
    .map(({ label, score, states }) => {
      const box = states[0]?.box.map((side) => Math.round(side)).join(', ') ?? '';
      return `| ${label} | ${score.toFixed(2)} | ${box} |`;
    });
  return ['| label | score | box |', '|---|---|---|', ...rows].join('\n');
}
