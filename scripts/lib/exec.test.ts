import { describe, expect, it } from 'vitest';
import { exec } from './exec.ts';

const node = (code: string, options = {}) => exec(process.execPath, ['-e', code], options);

describe('exec', () => {
  it('collects what a program says, and its exit code', async () => {
    const { code, output } = await node('console.log("out"); process.exitCode = 3');
    expect({ code, output }).toEqual({ code: 3, output: 'out\n' });
  });

  it('ends a program that hangs', async () => {
    const { code, output, ms } = await node('for (;;);', { limitMs: 300 });
    expect({ code, output }).toEqual({ code: 1, output: 'Ended: not done within 0.3 s.\n' });
    expect(ms).toBeLessThan(10_000);
  });

  it('ends a program whose own programs outlive it', async () => {
    const child = 'setTimeout(() => {}, 15_000)';
    const { code, ms } = await node(
      `require("node:child_process").spawn(process.execPath, ["-e", "${child}"], { stdio: "inherit" }); for (;;);`,
      { limitMs: 1_000 },
    );
    expect(code).toBe(1);
    expect(ms).toBeLessThan(12_000);
  });

  it('rejects where a program cannot be started', async () => {
    await expect(exec('no-such-program-here', [], { limitMs: 60_000 })).rejects.toThrow(/ENOENT/);
  });
});
