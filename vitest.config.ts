import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,workers,scripts,bench,test/unit,test/types}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Threads end with the process: one that is stuck in a loop outlives no run.
    pool: 'threads',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    allowOnly: false,
  },
});
