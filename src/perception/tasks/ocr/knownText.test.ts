import { describe, expect, it } from 'vitest';
import type { Run } from '../../runtime/ortSession.ts';
import { TEXT_DETECTOR } from './detectText.ts';
import { checkTextDetector, checkTextReader } from './knownText.ts';
import { TEXT_READER } from './recogniseLines.ts';
import { CARD_TEXT_BOX, textCard } from './textCard.ts';

const ALPHABET = [...'TEX42 '];

/** A reader that is sure of some characters, a blank between them. */
const reader =
  (text: string, probability = 0.99): Run =>
  async () => {
    const classes = ALPHABET.length + 1;
    const data = new Float32Array(2 * text.length * classes);
    [...text].forEach((character, index) => {
      data[2 * index * classes + ALPHABET.indexOf(character) + 1] = probability;
      data[(2 * index + 1) * classes] = 1;
    });
    return { [TEXT_READER.output]: { data, dims: [1, 2 * text.length, classes] } };
  };

/** A detector that marks the rows of letters, thinner as it is taught, in a part of their width. */
const detector =
  (share: number): Run =>
  async () => {
    const { width, height } = textCard;
    const [x0, y0, x1, y1] = CARD_TEXT_BOX;
    const data = new Float32Array(width * height);
    for (let y = y0 + 6; y < y1 - 6; y++) {
      data.fill(0.9, y * width + x0 + 4, y * width + x0 + 4 + Math.round((x1 - x0 - 8) * share));
    }
    return { [TEXT_DETECTOR.output]: { data, dims: [1, 1, height, width] } };
  };

describe('the known question of text models', () => {
  it('passes who finds and reads the line', async () => {
    await expect(checkTextDetector(detector(1))).resolves.toBeUndefined();
    await expect(checkTextReader(reader('TEXT 42'), ALPHABET)).resolves.toBeUndefined();
  });

  it.each([
    ['a detector that sees nothing', () => checkTextDetector(detector(0))],
    ['a detector that sees half', () => checkTextDetector(detector(0.4))],
    ['a reader that reads something else', () => checkTextReader(reader('TEXT 44'), ALPHABET)],
    ['a reader that is unsure', () => checkTextReader(reader('TEXT 42', 0.5), ALPHABET)],
    ['a reader of zeros', () => checkTextReader(reader('TEXT 42', 0), ALPHABET)],
  ])('fails %s', async (_what, check) => {
    await expect(check()).rejects.toMatchObject({ code: 'model-wrong-answer' });
  });
});
