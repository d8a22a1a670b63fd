import { describe, expect, it } from 'vitest';
import { checkFinite } from './sessionGuard.ts';
import { nothingElsewhere, STORE_HOST, storedFiles } from './storedFiles.ts';

describe('the guard of outputs', () => {
  const check = (
    data: Float32Array | Uint16Array,
    type: 'float32' | 'float16' = 'float32',
    nothing = false,
  ) => checkFinite('logits', { location: 'cpu', type, data }, { minusInfinityMeansNothing: nothing });

  it('passes numbers and stops NaN and infinities', () => {
    expect(() => check(Float32Array.of(1, -2))).not.toThrow();
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(() => check(Float32Array.of(1, bad))).toThrow(/"logits" holds values that are not finite/);
  });

  it('lets minus infinity mean "nothing" only where it may, and never everywhere', () => {
    const padded = Float32Array.of(1, Number.NEGATIVE_INFINITY);
    expect(() => check(padded, 'float32', true)).not.toThrow();
    expect(() => check(Float32Array.of(Number.NEGATIVE_INFINITY), 'float32', true)).toThrow(RangeError);
    expect(() => check(Float32Array.of(1, Number.NaN), 'float32', true)).toThrow(RangeError);
  });

  it('reads halves by their exponent', () => {
    const [one, infinity, notANumber] = [0x3c00, 0x7c00, 0x7e01];
    expect(() => check(Uint16Array.of(one, one), 'float16')).not.toThrow();
    expect(() => check(Uint16Array.of(one, infinity), 'float16')).toThrow(RangeError);
    expect(() => check(Uint16Array.of(notANumber), 'float16')).toThrow(RangeError);
    expect(() => check(Uint16Array.of(one, 0xfc00), 'float16', true)).not.toThrow();
  });
});

describe('the store as the library sees it', () => {
  const cache = (asked: string[], onBytes?: (bytes: number) => void) =>
    storedFiles({
      repository: 'owner/model',
      revision: 'refs/pr/1',
      open: async (path) => {
        asked.push(path);
        return path === 'config.json' ? new File(['{}'], 'config.json') : undefined;
      },
      ...(onBytes ? { onBytes } : {}),
    });

  it('answers with files of its model alone', async () => {
    const asked: string[] = [];
    let counted = 0;
    const files = cache(asked, (bytes) => {
      counted = bytes;
    });
    const prefix = `${STORE_HOST}owner/model@refs%2Fpr%2F1/`;
    const response = await files.match(`${prefix}config.json`);
    expect(await response?.text()).toBe('{}');
    expect(response?.headers.get('content-length')).toBe('2');
    expect(counted).toBe(2);
    expect(await files.match(`${prefix}onnx/model.onnx`)).toBeUndefined();
    expect(await files.match(`${STORE_HOST}owner/other@main/config.json`)).toBeUndefined();
    expect(await files.match('/models/owner/model/config.json')).toBeUndefined();
    expect(asked).toEqual(['config.json', 'onnx/model.onnx']);
  });

  it('is all there is', async () => {
    expect((await nothingElsewhere()).status).toBe(404);
  });
});
