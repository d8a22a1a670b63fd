import { describe, expect, it, vi } from 'vitest';
import { policyGolden } from '../../../../test/support/policyGolden.ts';
import type { Compute } from '../compute.ts';
import { guardedCompute } from './gpuWatch.ts';

type Complaint = (event: { readonly error: { readonly message: string } }) => void;

/** A decoder on a GPU that does as it is told: computes, complains, or goes away. */
function onGpu(logits: Compute['logits']) {
  const complaints: Complaint[] = [];
  let lose: (message: string) => void = () => undefined;
  const lost = new Promise<{ readonly message: string }>((resolve) => {
    lose = (message) => resolve({ message });
  });
  const none = () => Promise.reject(new Error('not asked for'));
  const compute = guardedCompute(
    {
      config: policyGolden().config,
      setWeights: () => undefined,
      logits,
      logprobs: none,
      gradients: none,
      decoder: async () => ({
        atOnce: 1,
        promptLogits: new Float32Array(1),
        step: none,
        dispose: () => undefined,
      }),
      dispose: () => undefined,
    },
    { lost, addEventListener: (_, listener) => void complaints.push(listener) },
  );
  const complain = (message: string): void => {
    for (const listener of complaints) listener({ error: { message } });
  };
  return { compute, complain, lose: (message: string) => lose(message) };
}

describe('the passes on a GPU', () => {
  it('give what they computed while the GPU is well', async () => {
    const values = [Float32Array.of(1, 2)];
    const { compute } = onGpu(async () => values);
    expect(await compute.logits([])).toBe(values);
  });

  it('give nothing that the GPU complained of, then or later', async () => {
    const { compute, complain } = onGpu(async () => {
      complain('Out of memory.');
      return [new Float32Array(2)];
    });
    const failed = { code: 'gpu-failed', message: expect.stringMatching(/Out of memory/) };
    await expect(compute.logits([])).rejects.toMatchObject(failed);
    await expect(compute.logits([])).rejects.toMatchObject(failed);
  });

  it('name the loss of the GPU as the reason, told behind what it broke off or complained of', async () => {
    const { compute, complain, lose } = onGpu(async () => {
      complain('A buffer is not valid.');
      setTimeout(() => lose('A valid external Instance reference no longer exists.'), 5);
      throw new DOMException('mapAsync was aborted', 'AbortError');
    });
    const gone = { code: 'gpu-lost', message: expect.stringMatching(/was lost: A valid external/) };
    await expect(compute.logits([])).rejects.toMatchObject(gone);
    const decoder = compute.decoder({ groups: [], capacity: 1 });
    await expect(decoder).rejects.toMatchObject(gone);
  });

  it('leave a failure that has nothing to do with the GPU as it is', async () => {
    const { compute } = onGpu(async () => {
      throw new Error('a shape does not fit');
    });
    vi.useFakeTimers();
    const refused = expect(compute.logits([])).rejects.toThrow('a shape does not fit');
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    await refused;
  });
});
