import { describe, expect, it } from 'vitest';
import { readParameters } from './compose.ts';

describe('address parameters', () => {
  it('are read, and ignored where unknown', () => {
    expect(readParameters('?device=wasm&sample=desk&theme=dark')).toEqual({
      device: 'wasm',
      sample: 'desk',
      theme: 'dark',
    });
    expect(readParameters('?device=tpu&sample=../x&theme=pink')).toEqual({
      device: 'auto',
      sample: undefined,
      theme: undefined,
    });
  });
});
