import { describe, expect, it } from 'vitest';
import { chosenStep, decideRace, planLadder, raceBudgetMs, threadCount } from './deviceLadder.ts';
import type { AdapterReport, CapabilityReport } from './types.ts';

const adapter = (isFallback: boolean): AdapterReport => ({
  vendor: 'v',
  architecture: 'a',
  description: 'Test GPU',
  isFallback,
  shaderF16: false,
  features: [],
  limits: {},
});

const facts = (changes: Partial<CapabilityReport> = {}): CapabilityReport => ({
  secureContext: true,
  crossOriginIsolated: true,
  hardwareConcurrency: 4,
  threads: 4,
  simd: true,
  webgpu: 'available',
  webgpuDetail: 'WebGPU adapter: Test GPU.',
  adapter: adapter(false),
  storage: { available: true, persisted: false, detail: '' },
  ...changes,
});

const noGpu = facts({ webgpu: 'no-adapter', webgpuDetail: 'No adapter.', adapter: undefined });

describe('planLadder', () => {
  it('tries GPU, threads, one thread, in this order, and races no real GPU', () => {
    expect(planLadder(facts(), 'auto')).toEqual({
      order: ['webgpu', 'wasm-threads', 'wasm'],
      race: false,
      ruledOut: [],
    });
  });

  it('rules the GPU out with the reason of the probe', () => {
    const plan = planLadder(noGpu, 'auto');
    expect(plan.order).toEqual(['wasm-threads', 'wasm']);
    expect(plan.ruledOut).toEqual([{ rung: 'webgpu', outcome: 'unavailable', reason: 'No adapter.' }]);
  });

  it.each([
    [{ crossOriginIsolated: false }, 'not cross-origin isolated'],
    [{ hardwareConcurrency: 1 }, 'one logical core'],
  ])('rules threads out where %o', (changes, reason) => {
    const plan = planLadder(facts(changes), 'wasm');
    expect(plan.order).toEqual(['wasm']);
    expect(plan.ruledOut.at(-1)).toMatchObject({ rung: 'wasm-threads', outcome: 'unavailable' });
    expect(plan.ruledOut.at(-1)?.reason).toContain(reason);
  });

  it('leaves a GPU alone when WASM is asked for, and says that it is there', () => {
    const plan = planLadder(facts(), 'wasm');
    expect(plan.order).toEqual(['wasm-threads', 'wasm']);
    expect(plan.ruledOut).toMatchObject([{ rung: 'webgpu', outcome: 'available' }]);
  });

  it('races a software adapter, unless it is asked for by name', () => {
    expect(planLadder(facts({ adapter: adapter(true) }), 'auto').race).toBe(true);
    expect(planLadder(facts({ adapter: adapter(true) }), 'webgpu')).toMatchObject({
      race: false,
      order: ['webgpu', 'wasm-threads', 'wasm'],
    });
  });
});

describe('the race of a software adapter', () => {
  it('is won by the lower time, and both numbers are kept', () => {
    const lost = decideRace(100, { ms: 2500 });
    expect(lost.winner).toBe('wasm');
    expect(lost.step).toMatchObject({ rung: 'webgpu', outcome: 'slower', ms: 2500 });
    expect(lost.step.reason).toMatch(/2\.5 s .* 100 ms/);
    expect(decideRace(100, { ms: 40 })).toMatchObject({
      winner: 'webgpu',
      step: { outcome: 'chosen', ms: 40 },
    });
  });

  it('is lost by an adapter that fails, with its reason', () => {
    const verdict = decideRace(100, { failed: 'no run was finished within 5.0 s.' });
    expect(verdict).toMatchObject({ winner: 'wasm', step: { outcome: 'failed' } });
    expect(verdict.step.reason).toContain('no run was finished');
  });

  it('gets a budget that follows the WASM load, within bounds', () => {
    expect(raceBudgetMs(100)).toBe(5_000);
    expect(raceBudgetMs(3_000)).toBe(9_000);
    expect(raceBudgetMs(60_000)).toBe(20_000);
  });
});

describe('threadCount', () => {
  it.each([
    ['wasm', 16, 1],
    ['wasm-threads', 1, 1],
    ['wasm-threads', 2, 2],
    ['wasm-threads', 4, 4],
    ['wasm-threads', 12, 6],
    ['wasm-threads', 64, 8],
  ] as const)('uses for %s on %i logical cores %i threads', (rung, cores, threads) => {
    expect(threadCount(rung, cores)).toBe(threads);
  });
});

describe('chosenStep', () => {
  it('says where it runs, how fast where measured, and that it was asked for', () => {
    expect(chosenStep('webgpu', facts(), 'auto').reason).toContain('Test GPU');
    expect(chosenStep('wasm-threads', facts(), 'wasm', 90)).toMatchObject({ outcome: 'chosen', ms: 90 });
    expect(chosenStep('wasm-threads', facts(), 'wasm').reason).toBe(
      'Runs on 4 processor threads, as asked for.',
    );
    expect(chosenStep('wasm', noGpu, 'auto')).not.toHaveProperty('ms');
  });
});
