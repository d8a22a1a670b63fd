import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,workers,scripts,bench,test/unit,test/types}/**/*.test.{ts,tsx}'],
    environment: 'node',
    setupFiles: ['test/support/propertySeed.ts'],
    // Threads end with the process: one that is stuck in a loop outlives no run.
    pool: 'threads',
    // Many times what anything takes here: they end what hangs, and say nothing of slow machines.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    expect: { poll: { timeout: 30_000 } },
    allowOnly: false,
  },
});
