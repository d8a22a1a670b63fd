import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled, nodeProblem } from './installation.mjs';

describe('nodeProblem', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '26.1.0'])('accepts Node %s', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(['18.20.0', '20.18.3', '20.9.0'])('refuses Node %s on one line', (version) => {
    expect(nodeProblem(version)).toMatch(new RegExp(`^[^\\n]*Node 20\\.19 [^\\n]*${version}[^\\n]*$`));
  });
});

describe('isInstalled', () => {
  let root = '';
  const write = (path: string, packages: object) =>
    writeFileSync(join(root, path), JSON.stringify({ packages }));
  const wanted = {
    '': { name: 'x' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-linux': { version: '2.0.0', optional: true },
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'installation-'));
    mkdirSync(join(root, 'node_modules'));
    write('package-lock.json', wanted);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is false where npm has not finished an installation', () => {
    expect(isInstalled(root)).toBe(false);
  });

  it('is true where everything wanted is there, packages for other platforms aside', () => {
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(root)).toBe(true);
  });

  it.each([
    ['a package is missing', { 'node_modules/b-linux': { version: '2.0.0' } }],
    ['a package has another version', { 'node_modules/a': { version: '1.0.1' } }],
    [
      'an optional package has another version',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-linux': { version: '1.9.0' } },
    ],
  ])('is false where %s', (_, present) => {
    write('node_modules/.package-lock.json', present);
    expect(isInstalled(root)).toBe(false);
  });
});
