import { defineConfig } from '@playwright/test';
import { chromiumArgs, chromiumCandidates } from './scripts/lib/chromium.ts';

const [executablePath] = chromiumCandidates();

/**
 * Tests crash the GPU process on purpose, more often than a browser puts up with before it takes the GPU from all pages: what one test does
 * must not reach the next.
 */
const CRASHES = ['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'];

/** One Chromium, with or without WebGPU: headless it offers none unless asked. The adapter is the same on every machine. */
const browser = (webgpu: boolean) => ({
  launchOptions: {
    args: [...chromiumArgs(webgpu), ...(webgpu ? ['--use-webgpu-adapter=swiftshader', ...CRASHES] : [])],
    ...(executablePath === undefined ? {} : { executablePath }),
  },
});

/** The tests run on the production build in `dist`; `npm test` builds it first. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results/runs',
  // Inference uses every core; tests side by side would measure each other.
  workers: 1,
  forbidOnly: true,
  timeout: 90_000,
  // A browser that hangs must not hang those who wait for the result.
  globalTimeout: 20 * 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    trace: 'off',
  },
  projects: [
    { name: 'wasm', testIgnore: '**/*.webgpu.e2e.ts', use: browser(false) },
    { name: 'webgpu', testMatch: '**/*.webgpu.e2e.ts', use: browser(true) },
  ],
});
