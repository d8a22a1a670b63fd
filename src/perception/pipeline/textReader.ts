import { boxHeight, boxWidth, clipBox, containment, type ReadonlyBox } from '../../twin/geometry/box.ts';
import { boxAroundPoints } from '../../twin/geometry/quad.ts';
import type { ToolRun, Twin } from '../../twin/schema/twin.ts';
import type { Job } from '../job.ts';
import type { CropSource } from '../pixels.ts';
import type { RuntimeVariant } from '../runtime/manifest.ts';
import type { Run } from '../runtime/ortSession.ts';
import type { ModelAtHand, SessionShelf } from '../runtime/sessions.ts';
import { TEXT_DETECTOR } from '../tasks/ocr/detectText.ts';
import { checkTextDetector, checkTextReader } from '../tasks/ocr/knownText.ts';
import { TEXT_READER } from '../tasks/ocr/recogniseLines.ts';
import { detectionScale, recogniseText, recogniseWhole } from '../tasks/ocr/recogniseText.ts';
import type { TextLine } from '../tasks/ocr/types.ts';
import { withTexts } from './withTexts.ts';

/** Detected boxes cut letters off; this share of the longer side is looked at beyond them. */
const REGION_MARGIN = 0.08;
/** Some share of a line must lie where the question is about. */
const MIN_SHARE_IN_REGION = 0.5;

interface Models {
  readonly detect: Run;
  readonly recognise: Run;
  readonly alphabet: readonly string[];
  readonly reader: ModelAtHand;
}

/** Reads text with the sessions of a shelf. */
export class TextReader {
  readonly #shelf: SessionShelf;
  readonly #provider: RuntimeVariant;
  #alphabet: readonly string[] | undefined;

  constructor(shelf: SessionShelf, provider: RuntimeVariant) {
    this.#shelf = shelf;
    this.#provider = provider;
  }

  /** The lines in a region of a photo, or in all of it, in reading order. */
  async read(photo: CropSource, region: ReadonlyBox | undefined, job: Job): Promise<TextLine[]> {
    return recogniseText({ photo, ...(await this.#models(job)), ...(region && { region }), ...job });
  }

  /** Reads a photo that is one word or line from edge to edge. */
  async readWhole(photo: CropSource, job: Job): Promise<TextLine[]> {
    const line = await recogniseWhole({ photo, ...(await this.#models(job)), ...job });
    return line ? [line] : [];
  }

  /** Reads what is written on some objects of a twin, or, without ids, anywhere. The log says where it looked and what it found. */
  async textTwin(twin: Twin, photo: CropSource, ids: readonly string[], job: Job): Promise<Twin> {
    const start = performance.now();
    const wanted = new Set(ids);
    const boxes = twin.objects.flatMap(({ id, states: [state] }) =>
      state && wanted.has(id) ? [state.box] : [],
    );
    const windows = boxes.flatMap((box) => {
      const window = withMargin(box, photo);
      return window ? [window] : [];
    });
    const models = await this.#models(job);
    const regions = ids.length === 0 ? [wholeOf(photo)] : cheapest(windows, photo);
    const found: TextLine[] = [];
    for (const [index, region] of regions.entries()) {
      const progress: Job['progress'] = (report) =>
        job.progress(
          report.fraction === undefined
            ? report
            : { ...report, fraction: (index + report.fraction) / regions.length },
        );
      found.push(...(await recogniseText({ photo, ...models, region, signal: job.signal, progress })));
    }
    const lines = ids.length === 0 ? found : found.filter((line) => isInside(line, windows));
    const { entry, device } = models.reader;
    const run: ToolRun = {
      tool: 'text',
      model: `${TEXT_DETECTOR.modelId}, ${TEXT_READER.modelId}`,
      revision: entry.revision,
      device,
      dtype: entry.dtype,
      args: { objects: ids.length, regions: regions.length, lines: lines.length },
      ms: performance.now() - start,
    };
    return withTexts(twin, lines, run);
  }

  async #models(job: Job): Promise<Models> {
    const detector = await this.#shelf.model(TEXT_DETECTOR.modelId, job, {
      provider: this.#provider,
      check: (session) => checkTextDetector((feeds) => session.run(feeds)),
    });
    const alphabet = this.#alphabet ?? (await this.#readAlphabet(job));
    this.#alphabet = alphabet;
    const reader = await this.#shelf.model(TEXT_READER.modelId, job, {
      provider: this.#provider,
      check: (session) => checkTextReader((feeds) => session.run(feeds), alphabet),
    });
    return { detect: detector.run, recognise: reader.run, alphabet, reader };
  }

  async #readAlphabet(job: Job): Promise<readonly string[]> {
    const { dictionary } = await this.#shelf.entry(TEXT_READER.modelId, job);
    if (!dictionary) throw new TypeError(`The manifest names no dictionary for ${TEXT_READER.modelId}.`);
    return new TextDecoder().decode(await this.#shelf.file(dictionary, job)).split('\n');
  }
}

const wholeOf = ({ width, height }: CropSource): ReadonlyBox => [0, 0, width, height];

function withMargin([x0, y0, x1, y1]: ReadonlyBox, { width, height }: CropSource): ReadonlyBox | undefined {
  const margin = REGION_MARGIN * Math.max(x1 - x0, y1 - y0);
  return clipBox([x0 - margin, y0 - margin, x1 + margin, y1 + margin], width, height);
}

/** Each window on its own, unless looking at the whole photo takes the detector fewer pixels. */
export function cheapest(windows: readonly ReadonlyBox[], photo: CropSource): readonly ReadonlyBox[] {
  const pixels = (window: ReadonlyBox): number =>
    boxWidth(window) * boxHeight(window) * detectionScale(window) ** 2;
  const whole = wholeOf(photo);
  const apart = windows.reduce((sum, window) => sum + pixels(window), 0);
  return apart < pixels(whole) ? windows : [whole];
}

function isInside({ quad }: TextLine, windows: readonly ReadonlyBox[]): boolean {
  const box = boxAroundPoints(quad);
  return windows.some((window) => containment(box, window) >= MIN_SHARE_IN_REGION);
}
