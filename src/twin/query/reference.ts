import { signature } from './check.ts';
import { QUERY_FUNCTIONS } from './functions/index.ts';
import { FAMILIES, type Family } from './functions/spec.ts';

const TITLES: Readonly<Record<Family, string>> = {
  sets: 'Sets',
  relations: 'Relations',
  attributes: 'Attributes',
  measures: 'Measures',
  time: 'Time',
  numbers: 'Numbers and truth',
  knowledge: 'Common knowledge and refinement',
  answers: 'Answers',
};

const escapeCell = (text: string): string => text.replaceAll('|', '\\|');

/** The table of all functions in Markdown, by family: what `docs/query-language.md` holds between its markers. */
export function functionReference(): string {
  const sections = FAMILIES.map((family) => {
    const rows = QUERY_FUNCTIONS.filter((entry) => entry.family === family).map((entry) => {
      const vocabulary = entry.parameters
        .filter(({ words }) => words)
        .map(({ name, words = [] }) => ` \`${name}\`: ${words.join(', ')}.`)
        .join('');
      return `| \`${escapeCell(signature(entry))}\` | ${escapeCell(entry.doc)}${vocabulary} | \`${escapeCell(entry.example)}\` |`;
    });
    return [
      `### ${TITLES[family]}`,
      '',
      '| function | what it gives | example |',
      '|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return sections.join('\n\n');
}
