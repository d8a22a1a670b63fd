import { TwinsightError } from '../../../core/errors.ts';
import { convexIou, quadOfBox } from '../../../twin/geometry/quad.ts';
import type { Run } from '../../runtime/ortSession.ts';
import { detectText } from './detectText.ts';
import { recogniseLines } from './recogniseLines.ts';
import { CARD_LINE_BOX, CARD_TEXT, textCard } from './textCard.ts';

/** A sound detector finds the card's line with an overlap of 0.80. */
const MIN_OVERLAP = 0.7;
/** A sound reader is less sure of no character than 0.94. */
const MIN_PROBABILITY = 0.85;

/** A cancel no longer stops a load once the session exists: the next job is glad of it. */
const { signal } = new AbortController();

/** Has a fresh detector find the line on the card. Throws `model-wrong-answer`. */
export async function checkTextDetector(run: Run): Promise<void> {
  const window = [0, 0, textCard.width, textCard.height] as const;
  const found = await detectText({ photo: textCard, window, scale: 1, run, signal });
  const [line] = found;
  const overlap = line ? convexIou(line, quadOfBox(CARD_LINE_BOX)) : 0;
  if (found.length === 1 && overlap >= MIN_OVERLAP) return;
  throw wrongAnswer(
    `it found ${found.length} lines on a card with one, and the first overlaps by ${overlap.toFixed(2)}`,
  );
}

/** Has a fresh reader read the card. Throws `model-wrong-answer`. */
export async function checkTextReader(run: Run, alphabet: readonly string[]): Promise<void> {
  const quads = [quadOfBox(CARD_LINE_BOX)];
  const [line] = await recogniseLines(quads, { photo: textCard, run, alphabet, signal });
  const read = line?.characters ?? [];
  const text = read.map((character) => character.text).join('');
  const unsure = read.some(({ probability }) => !(probability >= MIN_PROBABILITY));
  if (text === CARD_TEXT && !unsure) return;
  throw wrongAnswer(`it reads ${JSON.stringify(text.slice(0, 40))} where the card says "${CARD_TEXT}"`);
}

const wrongAnswer = (why: string): TwinsightError =>
  new TwinsightError({
    code: 'model-wrong-answer',
    message: `The text model gives a wrong answer on this device: ${why}.`,
    remedy: 'Choose another device in the settings; update the graphics driver if it was the GPU.',
  });
