import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Migration, migrate, migrateTwin } from './migrations.ts';
import { twinSchema } from './twin.ts';

const steps: ReadonlyMap<number, Migration> = new Map<number, Migration>([
  [1, ({ name, ...rest }) => ({ ...rest, title: name })],
  [2, (json) => ({ ...json, objects: [] })],
]);

describe('migrations', () => {
  it('apply every step from the file’s version to the latest, in order', () => {
    const old = { version: 1, name: 'a' };
    expect(migrate(old, steps, 3)).toEqual({ ok: true, value: { version: 3, title: 'a', objects: [] } });
    expect(migrate({ version: 2, title: 'b' }, steps, 3)).toEqual({
      ok: true,
      value: { version: 3, title: 'b', objects: [] },
    });
    expect(old).toEqual({ version: 1, name: 'a' });
  });

  it('refuse newer, missing and odd versions in words', () => {
    const message = (version: unknown): string => {
      const result = migrate({ version }, steps, 3);
      return result.ok ? '' : result.error;
    };
    expect(message(4)).toContain('newer Twinsight');
    for (const version of [undefined, '1', 1.5, 0, -1, Number.NaN, null])
      expect(message(version)).toContain('not a positive integer');
    const gap = migrate({ version: 1 }, new Map(), 2);
    expect(gap).toEqual({ ok: false, error: 'version 1 can no longer be read' });
  });

  it('bring the golden file of every released version to the current schema', () => {
    const url = new URL('../../../test/fixtures/twin-v1.json', import.meta.url);
    const migrated = migrateTwin(JSON.parse(readFileSync(url, 'utf8')));
    expect(migrated.ok).toBe(true);
    expect(twinSchema.safeParse(migrated.ok ? migrated.value : undefined).error).toBeUndefined();
  });
});
