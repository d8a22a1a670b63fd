import { describe, expect, it } from 'vitest';
import { matchFile } from './importFiles.ts';
import { Rate } from './rate.ts';
import { foreignContent } from './sniff.ts';

const at = (...paths: readonly string[]) => paths.map((path) => ({ path }));

describe('matchFile', () => {
  it('finds a file in the model’s folder, in one above it, and in a heap of files', () => {
    expect(matchFile('onnx/model.onnx', at('m/onnx/model.onnx', 'm/model.onnx'))?.path).toBe(
      'm/onnx/model.onnx',
    );
    expect(matchFile('onnx/model.onnx', at('a/b/c/onnx/model.onnx'))?.path).toBe('a/b/c/onnx/model.onnx');
    expect(matchFile('onnx/model.onnx', at('heap/model.onnx'))?.path).toBe('heap/model.onnx');
  });

  it('takes no file of another name', () => {
    expect(matchFile('config.json', at('m/preprocessor_config.json', 'm/onnx/model.onnx'))).toBeUndefined();
    expect(matchFile('config.json', [])).toBeUndefined();
  });
});

describe('foreignContent', () => {
  const text = (words: string) => new TextEncoder().encode(words);

  it.each([
    ['model.onnx', '<!DOCTYPE html><title>Sign in', 'a web page'],
    ['config.json', '  <html lang="en">', 'a web page'],
    ['model.onnx', '<?xml version="1.0"?><Error>', 'an XML message of a server'],
    ['model.onnx', 'version https://git-lfs.github.com/spec/v1', 'a pointer to the file, not the file'],
    ['model.onnx', 'PK', 'not an ONNX model'],
    ['config.json', '\u0008\u0001', 'not JSON'],
  ])('in %s knows “%s” as %s', (path, words, what) => {
    expect(foreignContent(path, text(words))).toBe(what);
  });

  it('lets through what may be the file', () => {
    expect(foreignContent('onnx/model.onnx', Uint8Array.of(8, 10, 18))).toBeUndefined();
    expect(foreignContent('config.json', text('{"a":1}'))).toBeUndefined();
    expect(foreignContent('merges.txt', text('#version: 0.2'))).toBeUndefined();
    expect(foreignContent('onnx/model.onnx_data', Uint8Array.of(0, 1))).toBeUndefined();
  });
});

describe('Rate', () => {
  it('measures the last seconds, and says nothing before there is anything to measure', () => {
    const rate = new Rate();
    expect(rate.perSecond).toBeUndefined();
    rate.note(0, 0);
    rate.note(100, 50);
    expect(rate.perSecond).toBeUndefined();
    rate.note(1000, 1000);
    expect(rate.perSecond).toBe(1000);
    for (let second = 2; second <= 20; second++) rate.note(second * 1000, 1000 + (second - 1) * 10);
    expect(rate.perSecond).toBeCloseTo(10);
  });
});
