import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HUB_CATALOGUE } from '../../src/perception/hub/catalogue.ts';
import type { HubModel } from '../../src/perception/hub/types.ts';

const PATH = fileURLToPath(new URL('../../docs/models.md', import.meta.url));
const BEGIN =
  '<!-- hub models: begin (written by UPDATE_DOCS=1 npx vitest run test/unit/hubModelsDocs.test.ts) -->';
const END = '<!-- hub models: end -->';

const megabytes = (files: HubModel['variants'][number]['files']): string =>
  (files.reduce((sum, { approximateBytes }) => sum + approximateBytes, 0) / 1e6).toFixed(0);

const row = ({ role, title, repository, revision, licence, url, variants, devices }: HubModel): string => {
  const sizes = variants.map(({ dtype, files }) => `${dtype} ${megabytes(files)}`).join(', ');
  const at = /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision;
  return `| ${role} | ${title} | [${repository}](${url}) @ ${at} | ${licence} | ${sizes} | ${devices.join(', ')} |`;
};

const table = [
  '| role | model | repository and revision | licence | variants, MB | devices |',
  '|---|---|---|---|---|---|',
  ...HUB_CATALOGUE.map(row),
].join('\n');

describe('docs/models.md', () => {
  it('lists the models of the hub as the catalogue does', () => {
    const text = readFileSync(PATH, 'utf8');
    const [before, rest] = text.split(BEGIN);
    const [, after] = (rest ?? '').split(END);
    const fresh = `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
    if (process.env.UPDATE_DOCS) writeFileSync(PATH, fresh);
    expect(readFileSync(PATH, 'utf8')).toBe(fresh);
  });
});
