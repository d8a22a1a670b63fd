import { describe, expect, it } from 'vitest';
import { probeCodecs } from './codecs.ts';

const decodedBy = async (decoder: Parameters<typeof probeCodecs>[0]) =>
  (await probeCodecs(decoder)).filter(({ decoded }) => decoded).map(({ name }) => name);

describe('the codecs that a browser decodes', () => {
  it('are those that it says it supports, asked one by one', async () => {
    const asked: string[] = [];
    const decoder = {
      isConfigSupported: async (config: VideoDecoderConfig) => {
        asked.push(config.codec);
        return { supported: /^(avc1|vp8|vp09)/.test(config.codec), config };
      },
    };
    expect(await decodedBy(decoder)).toEqual(['H.264', 'VP8', 'VP9']);
    expect(asked).toHaveLength(5);
  });

  it('are none without WebCodecs, and leave out what the browser does not even know', async () => {
    expect(await decodedBy(undefined)).toEqual([]);
    expect(await probeCodecs(undefined)).toHaveLength(5);
    const decoder = {
      isConfigSupported: async (config: VideoDecoderConfig) => {
        if (config.codec.startsWith('hvc1')) throw new TypeError('unknown codec');
        return { supported: true, config };
      },
    };
    expect(await decodedBy(decoder)).toEqual(['H.264', 'VP8', 'VP9', 'AV1']);
  });
});
