import { TwinsightError } from '../../../core/errors.ts';
import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { CropSource } from '../../pixels.ts';
import type { Run, Tensors } from '../../runtime/ortSession.ts';
import { INPUT_SIZE } from '../detect/detector.ts';
import { colourAt, isOnSign, SIGN_BOX } from '../detect/testCard.ts';
import { fastGrids, fineGrid, windowFeatures } from './heads.ts';
import type { MaskGrid } from './maskGrid.ts';
import { GRID_SIDE } from './maskModels.ts';
import { promptWindow } from './window.ts';

/** Sound heads outline the sign of the test card with an overlap of 0.95. */
const MIN_SIGN_OVERLAP = 0.75;

/** The detector's test card, at the size of the detector's input. */
const SIDE = INPUT_SIZE;
const BOX: ReadonlyBox = [SIGN_BOX[0] * SIDE, SIGN_BOX[1] * SIDE, SIGN_BOX[2] * SIDE, SIGN_BOX[3] * SIDE];

/** The card in crops of any size; points beyond it continue its ground. */
const card: CropSource = {
  width: SIDE,
  height: SIDE,
  async crop([x0, y0, x1, y1], width, height) {
    const data = new Uint8ClampedArray(4 * width * height).fill(255);
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const x = x0 + ((column + 0.5) / width) * (x1 - x0);
        const y = y0 + ((row + 0.5) / height) * (y1 - y0);
        data.set(colourAt(x / SIDE, y / SIDE), 4 * (row * width + column));
      }
    return { width, height, data };
  },
};

/** Intersection over union of a head's mask with the sign, cell by cell. */
function signOverlap({ window: [x0, y0, x1, y1], logits }: MaskGrid): number {
  let [common, union] = [0, 0];
  for (let cell = 0; cell < logits.length; cell++) {
    const x = x0 + (((cell % GRID_SIDE) + 0.5) / GRID_SIDE) * (x1 - x0);
    const y = y0 + ((Math.floor(cell / GRID_SIDE) + 0.5) / GRID_SIDE) * (y1 - y0);
    const [seen, there] = [(logits[cell] ?? 0) > 0, isOnSign(x / SIDE, y / SIDE)];
    if (seen && there) common++;
    if (seen || there) union++;
  }
  return union === 0 ? 0 : common / union;
}

function requireSign(grid: MaskGrid | undefined): void {
  const overlap = grid ? signOverlap(grid) : 0;
  if (overlap >= MIN_SIGN_OVERLAP) return;
  throw new TwinsightError({
    code: 'model-wrong-answer',
    message: `The mask model gives a wrong answer on this device: it outlines a drawn sign with an overlap of ${overlap.toFixed(2)}.`,
    remedy: 'Another device is used where there is one; updating browser or graphics driver may help.',
  });
}

/**
 * Has a fresh fast head outline the sign of the test card. So the features are checked, too, which the detector's own test
 * does not look at.
 *
 * @param features outputs of the detector at work for the test card
 * @throws TwinsightError `model-wrong-answer`
 */
export async function checkFastHead(run: Run, features: Tensors): Promise<void> {
  const [grid] = await fastGrids(run, features, [BOX], card);
  requireSign(grid);
}

/** Has a fresh trunk and fine head outline the sign of the test card. @throws TwinsightError `model-wrong-answer` */
export async function checkFineHead(trunk: Run, head: Run): Promise<void> {
  const window = promptWindow(BOX);
  requireSign(await fineGrid(head, await windowFeatures(trunk, card, window), window, BOX, []));
}
