import type { VideoAnalysis } from '../../../workers/contracts/perception.ts';
import type { SamplingPlan } from '../../../workers/contracts/video.ts';
import { TwinsightError } from '../../core/errors.ts';
import { sampledUs } from '../../store/moment.ts';
import type { SceneState } from '../../store/slices/scene.ts';
import { type ClipFacts, initialVideo } from '../../store/slices/video.ts';
import { recordEdit } from '../../twin/edit/history.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import {
  isJson,
  isTracks,
  type OpenClip,
  type Opening,
  type OpeningServices,
  type Progress,
} from '../opening.ts';
import { replaceScene, replaceTwin, reportFailure, setUi, setVideo, twinState } from '../storeActions.ts';
import type { Clip, VideoHost } from '../videoHost.ts';
import type { Playable, Player } from './player.ts';
import { clipFacts, samplingChoices, usualChoice } from './proposal.ts';

/** Frames larger than this are shown scaled down: a stage is rarely larger, and every frame crosses a thread. */
const SHOWN_SIDE = 2048;
const THUMBNAILS = 24;
const THUMBNAIL_SIDE = 112;

interface HeldClip {
  readonly clip: Clip;
  readonly facts: ClipFacts;
}

type OpeningJob = Parameters<OpenClip>[2];

export interface VideoSessionServices extends OpeningServices {
  readonly opening: Opening;
  readonly host: VideoHost;
  readonly player: Player;
}

/**
 * Opens, proposes and measures clips, and gives the player what the scene shows. What was open before a clip stays until the
 * clip's twin is there: a refused file, a dismissed proposal and a run without a single frame leave it as it was.
 */
export class VideoSession {
  readonly #services: VideoSessionServices;
  /** By media id: the clip at hand, and while another is proposed or measured, that one. */
  #clips = new Map<string, HeldClip>();
  #serial = 0;
  #msPerFrame: number | undefined;
  #measuring: 'no' | 'running' | 'stopping' = 'no';
  #shownKey = '';

  constructor(services: VideoSessionServices) {
    this.#services = services;
    this.#follow(services.store.getState().scene);
    services.store.subscribe(
      (state) => state.scene,
      (scene) => this.#follow(scene),
    );
  }

  /** Opens a clip and proposes how to measure it; with its twin's JSON among what was given, shows that. */
  async open(file: File, given: readonly File[], { signal, onProgress }: OpeningJob): Promise<void> {
    const { opening } = this.#services;
    this.dismiss();
    const json = await opening.readTexts(given.filter(isJson), signal);
    const clip = await this.#services.host.open(file, { signal, onProgress });
    signal.throwIfAborted();
    this.#serial += 1;
    const open = { clip, facts: clipFacts(clip, `clip-${this.#serial}`) };
    this.#clips.set(open.facts.mediaId, open);
    const tracks = given.find(isTracks);
    if (json?.kind === 'twin')
      await this.#showImported(open, json.twin, json.annotated ? 'oracle' : 'imported', signal);
    else if (json) throw refusedJson(file.name);
    else if (tracks) await this.#showImported(open, await this.#readTracks(open, tracks), 'oracle', signal);
    else await this.#propose(open, signal);
    const others = given.filter((other) => other !== file && !isJson(other) && other !== tracks).length;
    if (others === 0) return;
    opening.inform(
      `${others + 1} files were given; ${file.name} was opened.`,
      'Open the others one at a time.',
    );
  }

  /** Proposes how to measure the clip at hand anew. */
  async propose(): Promise<void> {
    const open = this.#atHand;
    await this.#services.opening.run(`Planning ${open?.facts.name ?? 'the clip'}`, async (signal) => {
      if (!open) throw clipNeeded();
      await this.#propose(open, signal);
    });
  }

  choose(choice: number): void {
    const { proposal } = this.#services.store.getState().video;
    if (proposal?.choices[choice])
      setVideo(this.#services.store, { proposal: { ...proposal, chosen: choice } });
  }

  dismiss(): void {
    if (this.#services.store.getState().video.proposal)
      setVideo(this.#services.store, { proposal: undefined });
    this.#forgetOthers();
  }

  /** Measures the proposed clip as chosen. */
  async measure(): Promise<void> {
    const { proposal } = this.#services.store.getState().video;
    const plan = proposal?.choices[proposal.chosen];
    const open = this.#clips.get(proposal?.clip.mediaId ?? '');
    if (!plan || !open) return;
    setVideo(this.#services.store, { proposal: undefined });
    try {
      await this.#services.opening.run(`Measuring ${open.facts.name}`, (signal, progress) =>
        this.#measure(open, plan, signal, progress),
      );
    } finally {
      this.#measuring = 'no';
      this.#forgetOthers();
    }
  }

  /** Ends a run with what it has, where one is under way; false where that is nothing to wait for. */
  async probeCodecs(): Promise<void> {
    const { store } = this.#services;
    if (store.getState().perception.codecs) return;
    try {
      const codecs = await this.#services.host.codecs();
      store.setState(({ perception }) => ({ perception: { ...perception, codecs } }));
    } catch (thrown) {
      reportFailure(store, thrown, 'app');
    }
  }

  async stop(): Promise<boolean> {
    if (this.#measuring !== 'running') return false;
    this.#measuring = 'stopping';
    const { host } = await this.#services.engine();
    return host.stopVideo();
  }

  get #isStopping(): boolean {
    return this.#measuring === 'stopping';
  }

  get #atHand(): HeldClip | undefined {
    return this.#clips.get(this.#services.store.getState().scene.image?.mediaId ?? '');
  }

  async #readTracks({ facts }: HeldClip, file: File): Promise<Twin> {
    const { name, width, height, frameCount, durationUs } = facts;
    const framesPerSecond = (frameCount * 1e6) / Math.max(1, durationUs);
    const engine = await this.#services.engine();
    const read = engine.readMot(await file.text(), { name, width, height, framesPerSecond, frameCount });
    if (!read.ok) throw new TwinsightError(read.error);
    return read.value;
  }

  async #showImported(
    open: HeldClip,
    twin: Twin,
    origin: 'imported' | 'oracle',
    signal: AbortSignal,
  ): Promise<void> {
    const { width, height } = open.facts;
    if (twin.source.kind !== 'video' || twin.source.width !== width || twin.source.height !== height)
      throw otherClip(open.facts, twin);
    const picture = await this.#picture(open);
    if (signal.aborted) picture.bitmap.close();
    signal.throwIfAborted();
    this.#services.opening.show(picture, twin, origin);
    this.#inform(open.clip.opened.notices);
  }

  async #propose(open: HeldClip, signal: AbortSignal): Promise<void> {
    const { store, opening } = this.#services;
    const choices = await samplingChoices(open.clip, this.#msPerFrame);
    const { twin, image } = store.getState().scene;
    const bare = twin === undefined && image?.mediaId !== open.facts.mediaId;
    const picture = bare ? await this.#picture(open) : undefined;
    if (signal.aborted) picture?.bitmap.close();
    signal.throwIfAborted();
    if (picture) opening.showBare(picture);
    const { notices } = open.clip.opened;
    const looks = twin && this.#atHand === open ? sampledUs(twin).length : 0;
    const chosen = usualChoice(choices, looks);
    setVideo(store, { proposal: { clip: open.facts, choices, chosen, notices } });
  }

  async #measure(open: HeldClip, plan: SamplingPlan, signal: AbortSignal, progress: Progress): Promise<void> {
    const { store, opening } = this.#services;
    const again = this.#atHand === open;
    if (!again) {
      const picture = await this.#picture(open);
      if (signal.aborted) picture.bitmap.close();
      signal.throwIfAborted();
      opening.showBare(picture);
    }
    await opening.loadDetector({ signal, onProgress: progress });
    const { host } = await this.#services.engine();
    this.#measuring = 'running';
    const startedAt = this.#services.now();
    const { file, opened } = open.clip;
    const analysis = await host.analyseVideo(
      { file, name: opened.name, sha256: opened.sha256, plan },
      { signal, onProgress: (now) => progress({ ...now, stopping: this.#isStopping }) },
    );
    signal.throwIfAborted();
    if (analysis.frames.detected === 0) throw nothingMeasured(open.facts, this.#isStopping);
    this.#msPerFrame = (this.#services.now() - startedAt) / analysis.frames.detected;
    this.#show(open, analysis, again);
    const { perception } = store.getState();
    store.setState({ perception: { ...perception, detector: host.detector ?? perception.detector } });
  }

  /** Puts a new twin in place; where the clip had one already, undo brings that back. */
  #show({ facts }: HeldClip, { twin, timings, notices }: VideoAnalysis, again: boolean): void {
    const { store, media, opening } = this.#services;
    const before = again ? twinState(store.getState()) : undefined;
    const { history, lastRevision } = store.getState().edits;
    if (before) {
      const fresh = { twin, origin: 'measured', timings, revision: lastRevision + 1 } as const;
      replaceTwin(store, fresh, recordEdit(history, 'measure anew', before));
    } else {
      const { image } = store.getState().scene;
      replaceScene(store, { image, twin, origin: 'measured', timings });
      media.keepOnly(facts.mediaId);
    }
    opening.settle();
    this.#inform(notices);
    if (twin.objects.length === 0) opening.inform(...nothingFound(sampledUs(twin).length, facts));
    void opening.suggest(twin);
  }

  #inform(notices: readonly string[]): void {
    for (const message of notices) this.#services.opening.inform(message);
  }

  /** The first frame of a clip, for the stage. */
  async #picture({ clip, facts }: HeldClip) {
    const { bitmap } = await clip.frameAt(clip.opened.timesUs[0] ?? 0, { maxSide: SHOWN_SIDE });
    const { mediaId, name, width, height } = facts;
    return { image: { mediaId, name, width, height }, file: undefined, bitmap };
  }

  /** Lets go of clips that neither the stage nor a proposal shows. */
  #forgetOthers(): void {
    const { scene, video } = this.#services.store.getState();
    const kept = new Set([scene.image?.mediaId, video.proposal?.clip.mediaId]);
    for (const mediaId of this.#clips.keys()) if (!kept.has(mediaId)) this.#clips.delete(mediaId);
  }

  /** Gives the player what the scene shows: a clip, a twin of a video without its clip, or nothing that plays. */
  #follow({ image, twin }: SceneState): void {
    const open = this.#clips.get(image?.mediaId ?? '');
    const alone = open === undefined && twin?.source.kind === 'video' ? twin : undefined;
    const key = open?.facts.mediaId ?? (alone ? `${alone.source.sha256} ${sampledUs(alone).join()}` : '');
    if (key === this.#shownKey) return;
    this.#shownKey = key;
    const { proposal } = this.#services.store.getState().video;
    setVideo(this.#services.store, { ...initialVideo, proposal, clip: open?.facts });
    if (open || alone) setUi(this.#services.store, { drawerTab: 'timeline' });
    this.#services.player.load(open ? playableClip(open) : alone && playableTwin(alone));
    if (open) void this.#makeThumbnails(open);
  }

  async #makeThumbnails({ clip, facts }: HeldClip): Promise<void> {
    const { store, media } = this.#services;
    try {
      const frames = await clip.thumbnails(Math.min(THUMBNAILS, facts.frameCount), THUMBNAIL_SIDE);
      if (store.getState().video.clip !== facts) {
        for (const { bitmap } of frames) bitmap.close();
        return;
      }
      const thumbnails = frames.map(({ timeUs, bitmap }, index) => {
        const mediaId = `${facts.mediaId}/${index}`;
        media.put(mediaId, bitmap);
        return { mediaId, timeUs };
      });
      setVideo(store, { thumbnails });
    } catch (thrown) {
      // A timeline without pictures still works; but the person should know why.
      if (store.getState().video.clip === facts) reportFailure(store, thrown, 'stage');
    }
  }
}

const playableClip = ({ clip, facts }: HeldClip): Playable => ({
  mediaId: facts.mediaId,
  framesUs: clip.opened.timesUs,
  durationUs: clip.opened.durationUs,
  frameAt: (timeUs) => clip.frameAt(timeUs, { maxSide: SHOWN_SIDE }),
});

function playableTwin(twin: Twin): Playable | undefined {
  const framesUs = sampledUs(twin);
  const last = framesUs.at(-1);
  if (last === undefined) return undefined;
  return { mediaId: '', framesUs, durationUs: Math.max(twin.source.durationUs, last) };
}

/** What to say of a clip in which nothing was found, and what helps. */
const nothingFound = (looks: number, { frameCount }: ClipFacts): [message: string, remedy?: string] => {
  const message = `Nothing was found in ${looks} ${looks === 1 ? 'look' : 'looks'} at the clip.`;
  return looks < frameCount ? [message, 'Measure it again with more frames.'] : [message];
};

const clipNeeded = (): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: 'There is no clip to measure: this twin was opened without it.',
    remedy: 'Drop the clip, or the clip and the twin’s JSON together.',
  });

const refusedJson = (name: string): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: `The JSON that was given with ${name} is not the twin of a video.`,
    remedy: 'Open the clip alone, or with the .twin.json that was saved of it.',
  });

const otherClip = ({ name, width, height }: ClipFacts, { source }: Twin): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: `${name} is a clip of ${width} × ${height} pixels, the twin is of ${source.kind === 'video' ? 'a clip' : 'an image'} of ${source.width} × ${source.height}.`,
    remedy: 'Open the clip that the twin was made of.',
  });

const nothingMeasured = ({ name }: ClipFacts, stopped: boolean): TwinsightError =>
  new TwinsightError(
    stopped
      ? {
          code: 'cancelled',
          message: `Measuring ${name} was cancelled before its first frame.`,
          remedy: 'Measure it again.',
        }
      : {
          code: 'inference-failed',
          message: `No frame of ${name} could be measured.`,
          remedy: 'Measure it again, or open another clip.',
        },
  );
