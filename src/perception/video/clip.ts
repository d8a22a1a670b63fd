import type { EncodedPacket, EncodedPacketSink, Input, InputVideoTrack } from 'mediabunny';
import { TwinsightError } from '../../core/errors.ts';
import { formatDuration } from '../../core/units.ts';
import { throwIfAborted } from '../job.ts';
import { CODEC_NAMES } from './codecs.ts';
import type { CodedFrame } from './frameDecoder.ts';
import type { FrameLedger } from './frameLedger.ts';
import { checkDuration, checkFrameSize, checkVideoSize, MAX_LISTED_FRAMES } from './limits.ts';
import { readByPage } from './pageReader.ts';
import type { Decoding, PageFrames, PictureReader } from './pictures.ts';
import {
  corruptVideo,
  emptyVideo,
  notAVideo,
  noVideoTrack,
  noWebCodecs,
  unsupportedCodec,
} from './refusals.ts';
import { readByWebCodecs } from './webCodecs.ts';

export type Rotation = 0 | 90 | 180 | 270;

/** How decoded pixels become canonical ones: turned clockwise, then mirrored, at this size. */
export interface Orientation {
  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  readonly flip: boolean;
}

/** What a container says of its first video track. */
export interface ClipFacts extends Orientation {
  readonly name: string;
  readonly container: string;
  readonly codec: string;
  /** Timestamps of the frames that can be read, in microseconds, rising. */
  readonly timesUs: readonly number[];
  readonly durationUs: number;
  readonly decoding: Decoding;
  readonly notices: readonly string[];
}

/** A video file whose frames are listed; it reads from the file for as long as it is open. */
export interface Clip {
  readonly facts: ClipFacts;
  /** Why it is not decoded by WebCodecs, where it isn't: what to say if the page's element can't decode it either. */
  readonly refused: TwinsightError | undefined;
  /** Starts a decoder; its open frames are counted by the ledger. */
  reader(ledger: FrameLedger): PictureReader;
  dispose(): void;
}

/** A video that ends this much before its header says has lost frames. */
const LOST_END_US = 500_000;

/**
 * Opens a video file: checks its size, container, track, length, frame size and codec, in this order, and lists its frames.
 * Nothing is decoded. What WebCodecs do not decode is left to the page's video element, where there is one. Throws `file-empty`, `file-too-large`, `not-a-video`, `no-video-track`, `video-too-long`,
 * `video-too-large`, `unsupported-codec`, `video-empty`, `video-corrupt` and `cancelled`.
 */
export async function openClip(
  file: Blob,
  name: string,
  { signal, page }: { readonly signal: AbortSignal; readonly page?: PageFrames | undefined },
): Promise<Clip> {
  const refused = checkVideoSize(file.size, name);
  if (refused) throw new TwinsightError(refused);
  const { Input, BlobSource, MP4, QTFF, WEBM, MATROSKA, EncodedPacketSink } = await import('mediabunny');
  const input = new Input({
    source: new BlobSource(file, { handleUnhandledError: () => undefined }),
    formats: [MP4, QTFF, WEBM, MATROSKA],
  });
  try {
    if (!(await input.canRead())) throw notAVideo(name);
    const track = await videoTrack(input, name);
    throwIfAborted(signal);
    const facts = await trackFacts(input, track, name);
    const config = await decoderConfigOf(track, name, facts.codec);
    const refused = config instanceof TwinsightError ? config : undefined;
    if (refused && !page) throw refused;
    const sink = new EncodedPacketSink(track);
    const listed = await listFrames(sink, name, signal);
    const says = await track.getDurationFromMetadata();
    const { timesUs, keyTimesUs, durationUs } = listed;
    const coded = { keyTimesUs, from: (timeUs: number) => codedFrom(sink, timeUs) };
    const notices = [...noticesOf(listed, says), ...(refused ? [bySeeking(facts.codec)] : [])];
    const decoding: Decoding = refused ? 'video-element' : 'webcodecs';
    return {
      facts: { ...facts, timesUs, durationUs, decoding, notices },
      refused,
      reader: (ledger) => {
        if (!(config instanceof TwinsightError)) return readByWebCodecs(coded, config, ledger);
        if (!page) throw config;
        return readByPage(page, { timesUs, durationUs }, ledger);
      },
      dispose: () => input.dispose(),
    };
  } catch (thrown) {
    input.dispose();
    if (thrown instanceof TwinsightError) throw thrown;
    throw corruptVideo(name, 'its container cannot be read', thrown);
  }
}

async function videoTrack(input: Input, name: string): Promise<InputVideoTrack> {
  const tracks = await input.getTracks();
  const track = await input.getPrimaryVideoTrack();
  if (track) return track;
  if (tracks.length === 0) throw corruptVideo(name, 'not one track can be found in it');
  throw noVideoTrack(
    name,
    tracks.some(({ type }) => type === 'audio'),
  );
}

async function trackFacts(input: Input, track: InputVideoTrack, name: string) {
  const says = await track.getDurationFromMetadata();
  const tooLong = says !== null && Number.isFinite(says) && checkDuration(says * 1e6, name);
  if (tooLong) throw new TwinsightError(tooLong);
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  const tooLarge = checkFrameSize(width, height, name);
  if (tooLarge) throw new TwinsightError(tooLarge);
  const codec = await track.getCodec();
  const inner = await track.getInternalCodecId();
  const format = await input.getFormat();
  return {
    name,
    container: format.name,
    codec: codec === null ? `“${String(inner ?? 'unknown')}”` : (CODEC_NAMES[codec] ?? codec),
    width,
    height,
    rotation: await track.getRotation(),
    flip: await track.getFlip(),
  };
}

/** How WebCodecs decode a track, or why they don't. */
async function decoderConfigOf(
  track: InputVideoTrack,
  name: string,
  codec: string,
): Promise<VideoDecoderConfig | TwinsightError> {
  if (typeof VideoDecoder === 'undefined') return noWebCodecs(name);
  const config = await track.getDecoderConfig();
  if (config === null) return unsupportedCodec(name, codec);
  const { supported } = await VideoDecoder.isConfigSupported(config).catch(() => ({ supported: false }));
  return supported === true ? config : unsupportedCodec(name, codec);
}

const bySeeking = (codec: string): string =>
  `WebCodecs of this browser do not decode ${codec} here: frames are read by seeking a video element, one by one, which takes longer.`;

interface Listed {
  readonly timesUs: readonly number[];
  readonly keyTimesUs: readonly number[];
  readonly durationUs: number;
  /** Frames that the container lists but whose data the file does not hold. */
  readonly missing: number;
}

async function listFrames(sink: EncodedPacketSink, name: string, signal: AbortSignal): Promise<Listed> {
  const packets: EncodedPacket[] = [];
  try {
    for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
      packets.push(packet);
      if (packets.length % 256 === 0) throwIfAborted(signal);
      const tooLong = checkDuration(packet.microsecondTimestamp, name);
      if (tooLong) throw new TwinsightError(tooLong);
      if (packets.length > MAX_LISTED_FRAMES)
        throw corruptVideo(name, `it lists more than ${MAX_LISTED_FRAMES} frames in ten minutes`);
    }
  } catch (thrown) {
    if (thrown instanceof TwinsightError) throw thrown;
    // A file that was cut off in the middle of a frame: those before it are whole.
  }
  if (packets.length === 0) throw emptyVideo(name);
  const whole = await readableCount(sink, packets);
  if (whole === 0) throw corruptVideo(name, 'not one of its frames is whole');
  // Frames before time 0 are there to be decoded from, not to be shown.
  const shown = packets.slice(0, whole).filter(({ microsecondTimestamp }) => microsecondTimestamp >= 0);
  const timesUs = [...new Set(shown.map(({ microsecondTimestamp }) => microsecondTimestamp))].sort(
    (a, b) => a - b,
  );
  const keyTimesUs = packets
    .slice(0, whole)
    .filter(({ type }) => type === 'key')
    .map(({ microsecondTimestamp }) => microsecondTimestamp)
    .sort((a, b) => a - b);
  const [first, last] = [timesUs[0], timesUs.at(-1)];
  if (first === undefined || last === undefined) throw emptyVideo(name);
  const mean = timesUs.length > 1 ? (last - first) / (timesUs.length - 1) : 40_000;
  const ends = shown.map((packet) => packet.microsecondTimestamp + packet.microsecondDuration);
  const durationUs = Math.max(
    last + 1,
    ...tail(ends),
    Math.round(last + (ends.some((end) => end > last) ? 0 : mean)),
  );
  return { timesUs, keyTimesUs, durationUs, missing: packets.length - whole };
}

/** The last frame's end is among these: spreading all of a long clip would fill the stack. */
const tail = (values: readonly number[]): readonly number[] => values.slice(-64);

/** How many of the frames, in decode order, the file holds: containers list frames that a cut has taken away. */
async function readableCount(sink: EncodedPacketSink, packets: readonly EncodedPacket[]): Promise<number> {
  const readable = async (index: number): Promise<boolean> => {
    const packet = packets[index];
    if (packet === undefined) return false;
    try {
      const whole = await sink.getPacket(packet.timestamp + 1e-7);
      return whole !== null && whole.byteLength > 0 && whole.data.byteLength === whole.byteLength;
    } catch {
      return false;
    }
  };
  if (await readable(packets.length - 1)) return packets.length;
  let [low, high] = [0, packets.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await readable(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function noticesOf({ timesUs, durationUs, missing }: Listed, saysSeconds: number | null): string[] {
  if (missing > 0)
    return [`The file ends early: ${timesUs.length} of ${timesUs.length + missing} frames can be read.`];
  const saysUs = (saysSeconds ?? 0) * 1e6;
  if (!Number.isFinite(saysUs) || saysUs - durationUs < LOST_END_US) return [];
  const [has, says] = [formatDuration(durationUs / 1000), formatDuration(saysUs / 1000)];
  return [`The file ends early: after ${has} of ${says}.`];
}

async function* codedFrom(
  sink: EncodedPacketSink,
  timeUs: number,
): AsyncGenerator<CodedFrame<EncodedVideoChunk>, void, void> {
  // Half a microsecond later: seconds as floating point may lie just before the frame.
  const options = { verifyKeyPackets: true };
  const key =
    (await sink.getKeyPacket((timeUs + 0.5) / 1e6, options)) ?? (await sink.getFirstKeyPacket(options));
  if (key === null) return;
  for await (const packet of sink.packets(key)) {
    yield { timeUs: packet.microsecondTimestamp, chunk: packet.toEncodedVideoChunk() };
  }
}
