import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashInputs } from './build.ts';

describe('hashInputs', () => {
  let root = '';
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  const hash = () => hashInputs(root, ['index.html', 'src', 'missing']);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'build-'));
    mkdirSync(join(root, 'src'));
    write('index.html', '<p>');
    write('src/a.ts', '1');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('stays the same when nothing changed, and when only a test or another file did', () => {
    const before = hash();
    write('src/a.test.ts', 'test');
    write('README.md', 'text');
    expect(hash()).toBe(before);
  });

  it.each([
    ['a file changes', () => write('src/a.ts', '2')],
    ['a file is added', () => write('src/b.ts', '')],
    ['a file is renamed', () => renameSync(join(root, 'src/a.ts'), join(root, 'src/c.ts'))],
  ])('changes when %s', (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });
});
