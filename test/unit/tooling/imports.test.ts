import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkImports } from '../../../scripts/lib/imports.ts';

/** File, its import, and the rule that must object. */
const FORBIDDEN = [
  ['src/core/a.ts', "import { x } from '../twin/x.ts';", 'core-imports-nothing'],
  ['src/core/b.ts', "import type { X } from '../twin/x.ts';", 'core-imports-nothing'],
  ['src/twin/a.ts', "import { x } from '../reasoning/x.ts';", 'twin-layer'],
  ['src/io/a.ts', "import { x } from '../perception/x.ts';", 'io-layer'],
  ['src/perception/a.ts', "export type { X } from '../reasoning/x.ts';", 'perception-layer'],
  ['src/perception/b.ts', "import type { X } from '../../workers/contracts/x.ts';", 'perception-layer'],
  ['src/reasoning/a.ts', "import { type X } from '../perception/x.ts';", 'reasoning-layer'],
  ['src/training/loop.ts', "import { x } from '../reasoning/tools/x.ts';", 'training-tools'],
  ['src/store/a.ts', "import type { X } from '../perception/x.ts';", 'store-layer'],
  ['src/store/b.ts', "import type { X } from '../../workers/x.worker.ts';", 'no-worker-entry'],
  [
    'src/views/V.tsx',
    "import type { X } from '../app/x.ts';\nexport const V = () => <p>{1}</p>;",
    'views-layer',
  ],
  ['src/views/W.tsx', "export const load = () => import('../../workers/service.ts');", 'views-layer'],
  ['workers/a.ts', "import type { X } from '../src/store/x.ts';", 'workers-layer'],
  [
    'src/app/a.ts',
    "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;",
    'no-node-in-app',
  ],
  ['src/app/b.ts', "import { x } from '../../scripts/x.ts';", 'no-tools-in-app'],
  ['src/app/c.ts', "import { x } from './nowhere.ts';", 'no-unresolvable'],
  ['src/io/tested.ts', "import { x } from '../core/x.test.ts';", 'not-to-test'],
  ['scripts/supported.ts', "import { x } from '../test/support/x.ts';", 'not-to-test'],
  ['src/perception/c.ts', "import { x } from '../io/x.ts';", 'perception-layer'],
  ['src/twin/one.ts', "import type { Y } from './two.ts';", 'no-circular'],
] as const;

const ALLOWED = [
  ['src/twin/ok.ts', "import type { X } from '../core/x.ts';"],
  ['src/store/ok.ts', "import type { X } from '../../workers/contracts/x.ts';"],
  ['src/training/worlds/ok.ts', "import { x } from '../../reasoning/tools/x.ts';"],
  ['src/app/ok.ts', "import { x } from '../views/x.ts';"],
  ['src/perception/ok.ts', "import type { X } from '../io/image/x.ts';"],
  ['scripts/ok.ts', "import { x } from './testReports.ts';"],
  ['src/io/ok.test.ts', "import { x } from '../perception/x.ts';"],
] as const;

const TARGETS = [
  ...[
    'core',
    'twin',
    'io',
    'perception',
    'reasoning',
    'io/image',
    'reasoning/tools',
    'store',
    'views',
    'app',
  ].map((f) => `src/${f}`),
  'workers/contracts',
  'scripts',
].map((folder) => `${folder}/x.ts`);

const TESTED = ['src/core/x.test.ts', 'test/support/x.ts', 'scripts/testReports.ts'];

let base = '';
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), `${text}\n`);
};

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'imports-'));
  writeFileSync(join(base, 'package.json'), '{"type":"module"}');
  for (const path of [...TARGETS, 'workers/x.worker.ts', 'workers/service.ts', ...TESTED]) {
    write(path, 'export const x = 1;\nexport type X = number;');
  }
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('import rules', () => {
  it('object to every kind of forbidden import, type imports and JSX files included', async () => {
    for (const [path, text] of FORBIDDEN) write(path, text);
    write('src/twin/two.ts', "import type { X } from './one.ts';");
    const { violations } = await checkImports(base);
    for (const [path, , rule] of FORBIDDEN) {
      expect(violations, path).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: ${path} →`)));
    }
  });

  it('let every allowed import pass', async () => {
    for (const [path, text] of ALLOWED) write(path, text);
    const report = await checkImports(base);
    expect(report.violations).toEqual([]);
    expect(report.dependencies).toBe(ALLOWED.length);
  });
});
