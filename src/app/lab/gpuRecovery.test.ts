import { describe, expect, it } from 'vitest';
import { type ErrorCode, TwinsightError } from '../../core/errors.ts';
import { createGpuRecovery, gpuNotice } from './gpuRecovery.ts';

const failure = (code: ErrorCode) => new TwinsightError({ code, message: `${code}.`, remedy: 'Reload.' });

/** Work whose runs and reopenings fail as they are told, one after the other, and then no more. */
function scene(failures: { readonly work: ErrorCode[]; readonly reopen?: ErrorCode[] }) {
  const told: string[] = [];
  const clock = { ms: 0 };
  const fail = (codes: ErrorCode[] = []) => {
    const code = codes.shift();
    if (code) throw failure(code);
  };
  const recovering = createGpuRecovery({
    now: () => clock.ms,
    wait: async (ms) => void told.push(`wait ${ms}`),
    async reopen(device) {
      told.push(`open on ${device}`);
      fail(failures.reopen);
    },
    stepOf: () => 7,
    onRecovered: ({ code }, device, at) => void told.push(`${code} at ${at}, now ${device}`),
  });
  const work = async () => {
    told.push('work');
    fail(failures.work);
  };
  return { told, clock, run: () => recovering(work) };
}

describe('work whose GPU is lost', () => {
  it('is done again on the GPU, once it is back', async () => {
    const { told, run } = scene({ work: ['gpu-lost'], reopen: ['gpu-unavailable', 'gpu-unavailable'] });
    await run();
    expect(told).toEqual([
      'work',
      ...['wait 0', 'open on webgpu', 'wait 300', 'open on webgpu', 'wait 1000', 'open on webgpu'],
      'gpu-lost at 7, now webgpu',
      'work',
    ]);
  });

  it('is done on the processor where the GPU does not come back', async () => {
    const { told, run } = scene({ work: ['gpu-lost'], reopen: Array(4).fill('gpu-unavailable') });
    await run();
    expect(told.slice(-3)).toEqual(['open on wasm', 'gpu-lost at 7, now wasm', 'work']);
  });

  it('is done on the processor where the GPU is lost again soon, and on the GPU after a while', async () => {
    const work: ErrorCode[] = ['gpu-lost', 'gpu-lost'];
    const { told, clock, run } = scene({ work });
    const opened = () => told.filter((what) => what.startsWith('open')).map((what) => what.slice(8));
    await run();
    expect(opened()).toEqual(['webgpu', 'wasm']);
    clock.ms += 3600_000;
    work.push('gpu-lost');
    await run();
    expect(opened()).toEqual(['webgpu', 'wasm', 'webgpu']);
  });

  it('fails with what else went wrong', async () => {
    await expect(scene({ work: ['training-diverged'] }).run()).rejects.toMatchObject({
      code: 'training-diverged',
    });
    const damaged = scene({ work: ['gpu-lost'], reopen: ['checkpoint-invalid'] });
    await expect(damaged.run()).rejects.toMatchObject({ code: 'checkpoint-invalid' });
  });

  it('is told with the steps that are done again', () => {
    const loss = { message: 'The GPU was lost.' };
    expect(gpuNotice(loss, 'webgpu', 7, 7)).toMatch(/from step 7 on the GPU, opened anew; no step was lost/);
    expect(gpuNotice(loss, 'wasm', 7, 6)).toMatch(/from step 6 on the processor; 1 step is done again/);
    expect(gpuNotice(loss, 'wasm', 7, 5)).toMatch(/2 steps are done again/);
  });
});
