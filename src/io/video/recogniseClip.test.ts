import { describe, expect, it } from 'vitest';
import { isClip } from './recogniseClip.ts';

const header = (text: string): DataView =>
  new DataView(Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer);

const plain = { name: 'file', type: '' };

describe('telling a clip from an image', () => {
  it.each([
    ['MP4', '\0\0\0\x18ftypisom\0\0\x02\0isommp41'],
    ['QuickTime', '\0\0\0\x14ftypqt  \0\0\0\0qt  '],
    ['WebM', '\x1aE\xdf\xa3\x01\x02'],
  ])('takes %s for a clip, whatever its name says', (_, text) => {
    expect(isClip(header(text), plain)).toBe(true);
    expect(isClip(header(text), { name: 'photo.jpg', type: 'image/jpeg' })).toBe(true);
  });

  it.each([
    ['AVIF', '\0\0\0\x18ftypavif\0\0\0\0avifmif1'],
    ['PNG', '\x89PNG\r\n\x1a\n'],
    ['JPEG', '\xff\xd8\xff\xe0'],
    ['WebP', 'RIFF\0\0\0\0WEBPVP8 '],
  ])('takes %s for an image, whatever its name says', (_, text) => {
    expect(isClip(header(text), { name: 'clip.mp4', type: 'video/mp4' })).toBe(false);
  });

  it('goes by name and type where the first bytes say nothing', () => {
    expect(isClip(header('junk'), { name: 'clip.MP4', type: '' })).toBe(true);
    expect(isClip(header(''), { name: 'clip', type: 'video/webm' })).toBe(true);
    expect(isClip(header('junk'), plain)).toBe(false);
  });
});
