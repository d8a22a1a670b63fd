import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import type {
  HeadlessAskOptions,
  Outcome,
  Perceived,
  PerceivedVideo,
  PerceiveOptions,
  PerceiveVideoOptions,
  ReadTextOptions,
  Refined,
  TextRead,
} from '../../src/app/headlessApi.ts';
import type { EngineSize, EngineTimes } from '../../src/app/headlessEngine.ts';
import type { MaskTimes } from '../../src/app/headlessKernels.ts';
import type { PolicyTimes } from '../../src/app/headlessPolicies.ts';
import type { HubAtWork } from '../../src/app/hubRole.ts';
import type { TrainingRequest } from '../../src/app/trainingHost.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { HubModel } from '../../src/perception/hub/types.ts';
import type { AskOutcome } from '../../src/reasoning/ask.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import type { CapabilityReport } from '../../workers/contracts/capability.ts';
import type {
  DevicePreference,
  LoadedDetector,
  Need,
  Segmented,
  SegmentPrompt,
} from '../../workers/contracts/perception.ts';
import type { TrainEvent, TrainingContract, TrainingState } from '../../workers/contracts/training.ts';
import type { MethodResult } from '../../workers/rpc/contract.ts';
import { BadInput } from './badInput.ts';
import { ensureBuilt } from './build.ts';
import { chromiumArgs, ensureChromium } from './chromium.ts';
import { DIST } from './project.ts';
import { type StaticServer, startStaticServer } from './staticServer.ts';

/** How long the page may take to start: on a machine that is busy with other work, a browser alone takes half a minute. */
const START_MS = 120_000;

/** Refusals that are about the person's file rather than about us. */
const INPUT_ERRORS: readonly ErrorCode[] = [
  'not-an-image',
  'unsupported-format',
  'file-empty',
  'file-too-large',
  'image-too-large',
  'image-corrupt',
  'not-a-video',
  'no-video-track',
  'unsupported-codec',
  'video-empty',
  'video-corrupt',
  'video-too-long',
  'video-too-large',
  'not-a-twin',
  'twin-invalid',
  'json-too-deep',
  'json-malformed',
];

/** @throws {BadInput} when the failure is about the input, else an Error that names its code */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, message, remedy } = outcome.error;
  if (INPUT_ERRORS.includes(code)) throw new BadInput(`${message} ${remedy}`);
  throw new Error(`${code}: ${message} ${remedy}`);
}

/** `VmHWM` of a process of Linux, in megabytes. */
function peakOf(path: string): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(path, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
  } catch {
    return undefined;
  }
}

/** The built app without its interface, in a Chromium of its own. `dispose` ends all that was started. */
export class HeadlessApp {
  readonly #server: StaticServer;
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(server: StaticServer, browser: Browser, page: Page) {
    this.#server = server;
    this.#browser = browser;
    this.#page = page;
  }

  /**
   * Opens `headless.html` of a built site; with WebGPU unless only WASM is asked for. Files in `overlay` take the place of those
   * of the same path.
   */
  static async start(device: DevicePreference, folder: string, overlay?: string): Promise<HeadlessApp> {
    const executablePath = await ensureChromium();
    const server = await startStaticServer({ root: folder, ...(overlay === undefined ? {} : { overlay }) });
    const browser = await chromium.launch({ executablePath, args: chromiumArgs(device !== 'wasm') });
    const complaints: string[] = [];
    try {
      const page = await browser.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${server.url}headless.html`, { timeout: START_MS });
      await page.waitForFunction(() => 'twinsight' in window, undefined, { timeout: START_MS });
      return new HeadlessApp(server, browser, page);
    } catch (error) {
      await browser.close();
      await server.close();
      throw new Error(`headless.html did not start: ${complaints.join('; ') || 'no error was reported'}`, {
        cause: error,
      });
    }
  }

  async capability(): Promise<CapabilityReport> {
    return unwrap(await this.#page.evaluate(() => window.twinsight.capability()));
  }

  async load(device: DevicePreference): Promise<LoadedDetector> {
    return unwrap(await this.#page.evaluate((wanted) => window.twinsight.load(wanted), device));
  }

  async perceive(path: string, options: PerceiveOptions): Promise<Perceived> {
    await this.#choose(path);
    return unwrap(await this.#page.evaluate((wanted) => window.twinsight.perceive(wanted), options));
  }

  async oracle(path: string, coco: string): Promise<Twin> {
    await this.#choose(path);
    return unwrap(await this.#page.evaluate((text) => window.twinsight.oracle(text), coco));
  }

  /** Measures what objects of a twin of the photo opened last lack. */
  async refine(twin: Twin, need: Need): Promise<Refined> {
    return unwrap(
      await this.#page.evaluate(([scene, lack]) => window.twinsight.refine(scene, lack), [
        twin,
        need,
      ] as const),
    );
  }

  /** The mask of what a prompt points at in the photo opened last. */
  async segment(prompt: SegmentPrompt): Promise<Segmented> {
    return unwrap(await this.#page.evaluate((wanted) => window.twinsight.segment(wanted), prompt));
  }

  /** Reads the text of a photo. */
  async readText(path: string, options: ReadTextOptions): Promise<TextRead> {
    await this.#choose(path);
    return unwrap(await this.#page.evaluate((wanted) => window.twinsight.readText(wanted), options));
  }

  /** Opens a clip and builds its twin over time. */
  async perceiveVideo(path: string, options: PerceiveVideoOptions): Promise<PerceivedVideo> {
    await this.#choose(path);
    return unwrap(await this.#page.evaluate((wanted) => window.twinsight.perceiveVideo(wanted), options));
  }

  /** WebM of the clip opened last with its twin drawn over it. */
  async overlayClip(twin: Twin, ids: readonly string[]): Promise<Uint8Array> {
    const clip = await this.#page.evaluate(([scene, of]) => window.twinsight.overlayClip(scene, of), [
      twin,
      ids,
    ] as const);
    return Buffer.from(unwrap(clip), 'base64');
  }

  /** The most memory that the page's process held at once, in megabytes; undefined where the system does not tell. */
  async peakMemoryMb(): Promise<number | undefined> {
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const peaks = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => peakOf(`/proc/${id}/status`));
    const known = peaks.filter((peak) => peak !== undefined);
    return known.length > 0 ? Math.max(...known) : undefined;
  }

  /** Fetches a model of the hub from there or from a mirror (its address), loads and tests it. */
  async loadHub(model: HubModel, source: string, device: DevicePreference): Promise<HubAtWork> {
    const downloaded = await this.#page.evaluate(
      ([wanted, from, on]) => {
        window.twinsight.hub.prefer(on);
        return window.twinsight.hub.download(wanted, from);
      },
      [model, source, device] as const,
    );
    // An address that gives no models is the person's to mend.
    if (!downloaded.ok) throw new BadInput(`${downloaded.error.message} ${downloaded.error.remedy}`);
    return unwrap(await this.#page.evaluate((wanted) => window.twinsight.hub.load(wanted), model));
  }

  /** The twin of the photo opened last, as a detector of the hub sees it. */
  async hubDetect(model: HubModel, minScore: number): Promise<Twin> {
    return unwrap(
      await this.#page.evaluate(([wanted, score]) => window.twinsight.hub.detect(wanted, score), [
        model,
        minScore,
      ] as const),
    );
  }

  /** Masks of objects of a twin of the photo opened last, prompted by their boxes. */
  async hubMasks(model: HubModel, twin: Twin, ids: readonly string[]): Promise<Twin> {
    return unwrap(
      await this.#page.evaluate(([wanted, scene, of]) => window.twinsight.hub.masks(wanted, scene, of), [
        model,
        twin,
        ids,
      ] as const),
    );
  }

  /** The twin of the photo opened last with distances by a depth model of the hub. */
  async hubDepth(model: HubModel, twin: Twin): Promise<Twin> {
    return unwrap(
      await this.#page.evaluate(([wanted, scene]) => window.twinsight.hub.depth(wanted, scene), [
        model,
        twin,
      ] as const),
    );
  }

  async timeDetector(runs: number): Promise<readonly number[]> {
    return unwrap(await this.#page.evaluate((count) => window.twinsight.timeDetector(count), runs));
  }

  /** Times sampling and training on a device's policy engine; see `HeadlessEngine.time`. */
  async timeEngine(device: 'wasm' | 'webgpu', size: EngineSize, rounds: number): Promise<EngineTimes> {
    return unwrap(
      await this.#page.evaluate(([on, of, times]) => window.twinsight.engine.time(on, of, times), [
        device,
        size,
        rounds,
      ] as const),
    );
  }

  /** Times the mask kernel on both devices; see `HeadlessKernels.timeMasks`. */
  async timeMasks(count: number, side: number, rounds: number): Promise<MaskTimes> {
    return unwrap(
      await this.#page.evaluate(([of, wide, times]) => window.twinsight.kernels.timeMasks(of, wide, times), [
        count,
        side,
        rounds,
      ] as const),
    );
  }

  async ask(question: string, twin: Twin, options: HeadlessAskOptions = {}): Promise<AskOutcome> {
    return unwrap(
      await this.#page.evaluate(([text, scene, how]) => window.twinsight.ask(text, scene, how), [
        question,
        twin,
        options,
      ] as const),
    );
  }

  /** What our own model takes to write the first turn of each question. */
  async timePolicy(questions: readonly string[]): Promise<PolicyTimes> {
    return unwrap(await this.#page.evaluate((asked) => window.twinsight.timePolicy(asked), questions));
  }

  /** PNG of the masks of some objects. */
  async maskImage(twin: Twin, ids: readonly string[]): Promise<Uint8Array> {
    const image = await this.#page.evaluate(([scene, of]) => window.twinsight.maskImage(scene, of), [
      twin,
      ids,
    ] as const);
    return Buffer.from(unwrap(image), 'base64');
  }

  /** The files that the app exports: twin JSON, COCO JSON, and the photo opened last with the twin drawn over it. */
  async files(
    twin: Twin,
    evidence: readonly string[],
  ): Promise<{ twin: string; coco: string; overlay: Uint8Array }> {
    const files = unwrap(
      await this.#page.evaluate(([scene, ids]) => window.twinsight.files(scene, ids), [
        twin,
        evidence,
      ] as const),
    );
    return { ...files, overlay: Buffer.from(files.overlay, 'base64') };
  }

  /** Opens a run of GRPO. Starts and options that can't be had are the person's to mend. */
  async openTraining(request: TrainingRequest): Promise<TrainingState> {
    const opened = await this.#page.evaluate((wanted) => window.twinsight.training.open(wanted), request);
    if (
      !opened.ok &&
      ['model-missing', 'model-invalid', 'bad-request', 'corrections-invalid', 'gpu-unavailable'].includes(
        opened.error.code,
      )
    )
      throw new BadInput(`${opened.error.message} ${opened.error.remedy}`);
    return unwrap(opened);
  }

  /** Trains up to a number of steps; tells `show` groups of each. */
  async trainPolicy(
    to: number,
    show: number,
  ): Promise<{ readonly step: number; readonly events: readonly TrainEvent[] }> {
    return unwrap(
      await this.#page.evaluate(([until, groups]) => window.twinsight.training.train(until, groups), [
        to,
        show,
      ] as const),
    );
  }

  async evaluatePolicy(set: string): Promise<MethodResult<TrainingContract, 'evaluate'>> {
    return unwrap(await this.#page.evaluate((name) => window.twinsight.training.evaluate(name), set));
  }

  /** The files of the run. */
  async exportTraining(): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]> {
    const files = unwrap(await this.#page.evaluate(() => window.twinsight.training.export()));
    return files.map(({ path, base64 }) => ({ path, bytes: Buffer.from(base64, 'base64') }));
  }

  async dispose(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  /** Hands a file to the page as a person would; the browser reads it from disk itself. */
  async #choose(path: string): Promise<void> {
    await this.#page.locator('input[type=file]').setInputFiles(path);
  }
}

/** Builds the app where needed, runs `work` with it, and ends the browser whatever happens. */
export async function withHeadlessApp<T>(
  device: DevicePreference,
  work: (app: HeadlessApp) => Promise<T>,
  overlay?: string,
): Promise<T> {
  await ensureBuilt();
  const app = await HeadlessApp.start(device, DIST, overlay);
  try {
    return await work(app);
  } finally {
    await app.dispose();
  }
}
