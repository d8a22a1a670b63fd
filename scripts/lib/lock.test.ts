import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.ts';

describe('withLock', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lets one run at a time, and releases after a failure', async () => {
    const path = join(folder, 'sub', 'build.lock');
    const events: string[] = [];
    const job = (name: string, fails: boolean) =>
      withLock(path, async () => {
        events.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        events.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const outcomes = await Promise.allSettled([job('a', true), job('b', false)]);
    expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('takes over the lock of a process that has died', async () => {
    const path = join(folder, 'build.lock');
    writeFileSync(path, '999999999');
    expect(await withLock(path, async () => 'done')).toBe('done');
  });
});
