import '../../../../test/support/iteratorHelpers.ts';
import { describe, expect, it } from 'vitest';
import { itAgreesWithPyTorch } from '../../../../test/support/engineParity.ts';
import { policyGolden } from '../../../../test/support/policyGolden.ts';
import type { RowDriver } from '../types.ts';
import { createWasmEngine } from '../wasm/index.ts';
import { createJaxEngine } from './index.ts';
import { microBatches } from './shapes.ts';

describe('the engine on jax-js, against PyTorch,', () => itAgreesWithPyTorch(createJaxEngine));

describe('the engine on jax-js', () => {
  it('samples the rows that our kernels sample, injected tokens and all', async () => {
    const golden = policyGolden();
    const request = {
      config: golden.config,
      weights: golden.group('weights'),
      trainable: { kind: 'full' },
      device: 'wasm',
    } as const;
    const driver = (most: number): RowDriver => {
      let count = 0;
      return { onToken: () => (++count === 2 ? { inject: [20, 21] } : count < most ? 'continue' : 'end') };
    };
    const groups = () => [
      { prompt: [0, 5, 6, 7], rows: [driver(5), driver(3), driver(7)] },
      { prompt: [0, 8], rows: [driver(4), driver(9)] },
    ];
    const [jax, wasm] = [await createJaxEngine(request), createWasmEngine(request)];
    for (const temperature of [0, 1]) {
      const options = { temperature, topP: 0.95, maxNewTokens: 10, seed: 8 };
      const [a, b] = [
        await jax.sample({ groups: groups(), ...options }),
        await wasm.sample({ groups: groups(), ...options }),
      ];
      expect(a.map(({ tokens, written, ended }) => ({ tokens, written, ended }))).toEqual(
        b.map(({ tokens, written, ended }) => ({ tokens, written, ended })),
      );
      expect(a.flatMap(({ logprobs }) => logprobs)).toEqual(
        b.flatMap(({ logprobs }) => logprobs).map((value) => expect.closeTo(value, 4)),
      );
    }
    jax.dispose();
  });

  it('puts sequences of like length together, in few shapes', () => {
    const lengths = Array.from({ length: 70 }, (_, index) => 1 + ((index * 37) % 100));
    const batches = microBatches(lengths);
    expect(batches.flatMap(({ members }) => members).toSorted((a, b) => a - b)).toEqual(
      lengths.map((_, i) => i),
    );
    for (const { members, rows, length } of batches) {
      expect(members.length).toBeLessThanOrEqual(rows);
      expect(Math.max(...members.map((member) => lengths[member] ?? 0))).toBeLessThanOrEqual(length);
    }
    expect(new Set(batches.map(({ rows, length }) => `${rows}×${length}`)).size).toBeLessThanOrEqual(4);
  });
});
