import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tiffOrientation, withJpegOrientation } from '../../../test/fixtures/exif.ts';
import { encodePng, encodePngBomb } from '../../../test/fixtures/png.ts';
import { readImageHeader } from './header.ts';
import { checkFileSize, displayName, MAX_FILE_BYTES, MAX_SIDE } from './limits.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p, 'latin1') : Buffer.from(p)))),
  );

const be32 = (value: number): number[] => [
  value >>> 24,
  (value >> 16) & 255,
  (value >> 8) & 255,
  value & 255,
];
const le16 = (value: number): number[] => [value & 255, value >> 8];
const box = (type: string, ...content: number[][]): number[] => {
  const body = content.flat();
  return [...be32(8 + body.length), ...Buffer.from(type, 'latin1'), ...body];
};
const ftyp = (...brands: string[]): number[] => box('ftyp', [...Buffer.from(brands.join(''), 'latin1')]);

const APP0 = [0xff, 0xe0, 0, 4, 0x41, 0x42];
const jpeg = (width: number, height: number): Uint8Array =>
  bytes([0xff, 0xd8], APP0, [
    0xff,
    0xff,
    0xc2,
    0,
    11,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    1,
    1,
    0x11,
    0,
  ]);
const png = encodePng(7, 5, new Uint8Array(4 * 7 * 5));
const webp = (type: string, ...content: number[]): Uint8Array =>
  bytes('RIFF', [30, 0, 0, 0], 'WEBP', type, [content.length, 0, 0, 0], content);
const gif = (...frames: number[][]): Uint8Array =>
  bytes('GIF89a', le16(7), le16(5), [0, 0, 0], frames.flat(), [0x3b]);
const gifFrame = (left: number, top: number, width: number, height: number): number[] => [
  ...[0x21, 0xf9, 4, 0, 0, 0, 0, 0],
  ...[0x2c, ...le16(left), ...le16(top), ...le16(width), ...le16(height), 0, 2, 2, 0x44, 1, 0],
];
const ispe = (width: number, height: number): number[] => box('ispe', be32(0), be32(width), be32(height));
const avif = bytes(
  ftyp('avif', '\0\0\0\0', 'mif1', 'miaf'),
  box(
    'meta',
    be32(0),
    box('hdlr', be32(0)),
    box('iprp', box('ipco', ispe(2, 3), ispe(7, 5), box('pixi', be32(0)))),
  ),
);
const bmp = (height: number): Uint8Array =>
  bytes(
    'BM',
    be32(0),
    be32(0),
    [
      54,
      0,
      0,
      0,
      40,
      0,
      0,
      0,
      7,
      0,
      0,
      0,
      height & 255,
      (height >> 8) & 255,
      (height >> 16) & 255,
      (height >> 24) & 255,
    ],
    be32(0),
  );

describe('readImageHeader', () => {
  it.each([
    ['png', png],
    ['jpeg', jpeg(7, 5)],
    ['webp', webp('VP8 ', 0, 0, 0, 0x9d, 0x01, 0x2a, 7, 0, 5, 0)],
    ['webp', webp('VP8L', 0x2f, 6, 0, 1, 0, 0)],
    ['webp', webp('VP8X', 0, 0, 0, 0, 6, 0, 0, 4, 0, 0)],
    ['avif', avif],
    ['gif', gif(gifFrame(0, 0, 7, 5))],
    ['bmp', bmp(5)],
    ['bmp', bmp(-5)],
  ])('reads the size of %s, whatever the name says', (format, file) => {
    expect(readImageHeader(file, 'wrong.txt')).toEqual({ ok: true, value: { format, width: 7, height: 5 } });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('reads EXIF orientation %i from JPEG and PNG', (orientation) => {
    expect(readImageHeader(withJpegOrientation(jpeg(7, 5), orientation), 'a')).toMatchObject({
      value: { orientation },
    });
    const rotated = encodePng(7, 5, new Uint8Array(140), tiffOrientation(orientation));
    expect(readImageHeader(rotated, 'a')).toMatchObject({ value: { orientation } });
  });

  it('ignores an EXIF block that is out of range or broken', () => {
    const broken = withJpegOrientation(jpeg(7, 5), 9);
    expect(readImageHeader(broken, 'a')).toEqual({
      ok: true,
      value: { format: 'jpeg', width: 7, height: 5 },
    });
  });

  it('counts the frames of a GIF and grows the screen to its first frame', () => {
    const animated = gif(gifFrame(1, 1, 9, 9), gifFrame(0, 0, 7, 5), gifFrame(0, 0, 7, 5));
    expect(readImageHeader(animated, 'a.gif')).toEqual({
      ok: true,
      value: { format: 'gif', width: 10, height: 10, frames: 3 },
    });
  });

  it('refuses a 20000 × 20000 PNG of 50 kB from its first bytes alone, with its dimensions and the limit', () => {
    const bomb = encodePngBomb(20_000, 20_000);
    expect(bomb.byteLength).toBeLessThan(100_000);
    const outcome = readImageHeader(bomb, 'bomb.png');
    expect(readImageHeader(bomb.subarray(0, 64), 'bomb.png')).toEqual(outcome);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'image-too-large' } });
    expect(JSON.stringify(outcome)).toContain(`20000 × 20000`);
    expect(JSON.stringify(outcome)).toContain(`${MAX_SIDE} pixels a side`);
  });

  it('refuses more than 50 megapixels even where both sides are allowed', () => {
    expect(readImageHeader(jpeg(10_000, 5_001), 'a')).toMatchObject({ error: { code: 'image-too-large' } });
    expect(readImageHeader(jpeg(10_000, 5_000), 'a')).toMatchObject({ ok: true });
  });

  it.each([
    ['an empty file', bytes(), 'file-empty'],
    ['junk', bytes('hello, this is no image'), 'not-an-image'],
    ['a PNG of no width', encodePng(0, 5, new Uint8Array(0)), 'image-corrupt'],
    ['a PNG without IHDR', bytes([0x89], 'PNG\r\n\x1a\n', be32(13), 'IDAT', be32(0)), 'image-corrupt'],
    ['a JPEG whose scan comes first', bytes([0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0]), 'image-corrupt'],
    ['a GIF without frames', gif(), 'image-corrupt'],
    ['an AVIF without properties', bytes(ftyp('avif', '\0\0\0\0')), 'image-corrupt'],
    ['a WebP with an unknown chunk', webp('ABCD', 1, 2, 3), 'image-corrupt'],
  ])('refuses %s', (_, file, code) => {
    expect(readImageHeader(file, 'x')).toMatchObject({ ok: false, error: { code } });
  });

  it.each([
    ['png', png.subarray(0, 20)],
    ['jpeg', jpeg(7, 5).subarray(0, 12)],
    ['webp', webp('VP8 ', 0, 0).subarray(0, 14)],
    ['avif', avif.subarray(0, 60)],
    ['gif', gif(gifFrame(0, 0, 7, 5)).subarray(0, 9)],
    ['bmp', bmp(5).subarray(0, 16)],
  ])('says that a truncated %s is damaged', (_, file) => {
    expect(readImageHeader(file, 'cut')).toMatchObject({ ok: false, error: { code: 'image-corrupt' } });
  });

  it.each([
    ['HEIC', bytes(ftyp('heic', '\0\0\0\0', 'mif1', 'heic'))],
    ['video', bytes(ftyp('isom', '\0\0\x02\0', 'iso2', 'mp41'))],
    ['video', bytes([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4])],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['SVG', bytes('\xef\xbb\xbf<?xml version="1.0"?>\n<!-- hi -->\n<svg width="20000">')],
    ['HTML', bytes('<!DOCTYPE html><title>404</title>')],
    ['PDF', bytes('%PDF-1.7')],
    ['JSON', bytes('{"type":"twin"}')],
    ['TIFF', bytes('II*\0', be32(0))],
    ['ZIP', bytes('PK\x03\x04')],
  ])('recognises %s and says what to do', (kind, file) => {
    const outcome = readImageHeader(file, 'photo.jpg');
    expect(outcome).toMatchObject({ ok: false, error: { code: 'unsupported-format' } });
    if (!outcome.ok) {
      expect(outcome.error.message).toContain(kind);
      expect(outcome.error.remedy.length).toBeGreaterThan(10);
    }
  });
});

describe('readImageHeader on hostile bytes', () => {
  const seeds = [
    png,
    jpeg(7, 5),
    webp('VP8X', 2, 0, 0, 0, 6, 0, 0, 4, 0, 0),
    avif,
    gif(gifFrame(0, 0, 7, 5)),
    bmp(5),
  ];
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.nat())
    .map(([seed, changes, cut]) => {
      const copy = Uint8Array.from(seed);
      for (const [at, value] of changes) copy[at % copy.length] = value;
      return copy.subarray(0, cut % 3 === 0 ? cut % copy.length : copy.length);
    });

  it('returns a header within the limits or a reason, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), (file) => {
        const outcome = readImageHeader(file, 'fuzz');
        if (!outcome.ok) return outcome.error.message.length > 0 && outcome.error.remedy.length > 0;
        const { width, height } = outcome.value;
        return width >= 1 && height >= 1 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= 50e6;
      }),
      { numRuns: 5000 },
    );
  });

  it('reads 20 MB of tiny boxes, chunks or blocks: work for each pair of them would outlast the limit of a test', () => {
    const body = new Uint8Array(20_000_000);
    const starts = [
      bytes(ftyp('avif', '\0\0\0\0')),
      gif(gifFrame(0, 0, 7, 5)).subarray(0, -1),
      png.subarray(0, 33),
    ];
    for (const start of starts) {
      const file = new Uint8Array(start.length + body.length);
      file.set(start);
      expect(readImageHeader(file, 'slow')).toHaveProperty('ok');
    }
  });
});

describe('file names and sizes', () => {
  it('strips marks that reorder text from a shown name', () => {
    expect(displayName('cat\u202egpj.exe\n')).toBe('catgpj.exe');
    expect(displayName('')).toBe('The file');
    expect(Array.from(displayName('x'.repeat(500)))).toHaveLength(80);
  });

  it('refuses an empty file and one over the limit before it is read', () => {
    expect(checkFileSize(0, 'a.png')?.code).toBe('file-empty');
    expect(checkFileSize(MAX_FILE_BYTES, 'a.png')).toBeUndefined();
    expect(checkFileSize(MAX_FILE_BYTES + 1, 'a.png')?.message).toContain('64.0 MB');
  });
});
