import { throwIfAborted } from '../job.ts';
import type { Closable, CountedFrame, FrameLedger } from './frameLedger.ts';

/** A decoded frame, as far as its order matters. */
export interface TimedFrame extends Closable {
  /** The container's timestamp in microseconds. */
  readonly timestamp: number;
}

/** One coded frame. */
export interface CodedFrame<C> {
  readonly timeUs: number;
  readonly chunk: C;
}

/** Where coded frames come from, in decode order. */
export interface CodedFrames<C> {
  /** Presentation times of the frames that decoding can begin at, rising. */
  readonly keyTimesUs: readonly number[];
  /** The coded frames from the last key frame on that is not later than this time. */
  from(timeUs: number): AsyncIterator<CodedFrame<C>, void, void>;
}

/** What of `VideoDecoder` is used; frames come in presentation order. */
export interface DecoderLike<C> {
  readonly decodeQueueSize: number;
  decode(chunk: C): void;
  flush(): Promise<unknown>;
  close(): void;
}

export interface DecoderCallbacks<F> {
  readonly output: (frame: F) => void;
  readonly error: (error: unknown) => void;
  /** Something was taken out of the decoder's queue. */
  readonly dequeue: () => void;
}

/** So many coded frames are given to a decoder before it has to give one back; decoders that reorder need more, and get it. */
const FIRST_IN_FLIGHT = 4;
/** How long a full decoder is waited for before it is given more. */
const PATIENCE_MS = 15;
/** A decoder that says nothing for so long is stuck. */
const STUCK_MS = 10_000;
/** A frame is sought so often: after a decoder that failed, and where too many frames came at once. */
const ATTEMPTS = 3;

/** What one decoder was given and has given back, from one key frame on. */
interface Run<C, F> {
  readonly decoder: DecoderLike<C>;
  readonly coded: AsyncIterator<CodedFrame<C>, void, void>;
  /** Waiting for their turn, by time. */
  readonly ready: CountedFrame<F>[];
  /** Times of wanted frames that came when too many were alive, and were closed. */
  readonly turnedAway: Set<number>;
  inFlight: number;
  latestFedUs: number;
  drained: boolean;
  failed: boolean;
}

/**
 * Decodes single frames of a clip by their timestamps. Rising times go on where the last one ended; others begin anew at the
 * key frame before. Frames that nobody asked for are closed as they come, and of the others never more are alive than the
 * ledger allows: what comes beyond that is closed, and decoded again when its turn comes.
 */
export class FrameDecoder<C, F extends TimedFrame> {
  readonly #coded: CodedFrames<C>;
  readonly #create: (callbacks: DecoderCallbacks<F>) => DecoderLike<C>;
  readonly #ledger: FrameLedger;
  /** From key frames to the times from which on the frames after them cannot be decoded. */
  readonly #brokenFromUs = new Map<number, number>();
  #run: Run<C, F> | undefined;
  /** So many coded frames this decoder needs before it gives one back. */
  #maxInFlight = FIRST_IN_FLIGHT;
  #targetUs = Number.NEGATIVE_INFINITY;
  #wake: () => void = () => undefined;

  constructor(
    coded: CodedFrames<C>,
    create: (callbacks: DecoderCallbacks<F>) => DecoderLike<C>,
    ledger: FrameLedger,
  ) {
    this.#coded = coded;
    this.#create = create;
    this.#ledger = ledger;
  }

  /**
   * The frame with exactly this timestamp; whoever gets it closes it. Undefined where it cannot be decoded. One call at a time.
   *
   * @param alive called for every step on the way
   * @throws TwinsightError `cancelled`
   */
  async frameAt(
    timeUs: number,
    signal: AbortSignal,
    alive: () => void = () => undefined,
  ): Promise<CountedFrame<F> | undefined> {
    const keyUs = this.#keyBefore(timeUs);
    if (timeUs >= (this.#brokenFromUs.get(keyUs) ?? Number.POSITIVE_INFINITY)) return undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const run = this.#runTo(timeUs);
      this.#targetUs = timeUs;
      closeBefore(run.ready, timeUs);
      while (run.ready.length === 0 && !run.drained && !run.failed) {
        throwIfAborted(signal);
        alive();
        await this.#advance(run);
      }
      if (run.ready[0]?.frame.timestamp === timeUs) return run.ready.shift();
      // A later frame came, or none: this one is missing in the file, unless the decoder or the ledger refused it.
      if (!run.failed && !run.turnedAway.has(timeUs)) return undefined;
      this.#end();
    }
    this.#brokenFromUs.set(keyUs, timeUs);
    return undefined;
  }

  /** Closes everything that is open. */
  dispose(): void {
    this.#end();
  }

  #keyBefore(timeUs: number): number {
    return this.#coded.keyTimesUs.findLast((key) => key <= timeUs) ?? 0;
  }

  #end(): void {
    const run = this.#run;
    this.#run = undefined;
    if (!run) return;
    closeBefore(run.ready, Number.POSITIVE_INFINITY);
    void run.coded.return?.();
    run.decoder.close();
  }

  /** The run that goes on to this time, or a new one where another key frame is the shorter way. */
  #runTo(timeUs: number): Run<C, F> {
    const run = this.#run;
    const keyUs = this.#keyBefore(timeUs);
    if (
      run &&
      timeUs > this.#targetUs &&
      keyUs <= run.latestFedUs &&
      !run.turnedAway.has(timeUs) &&
      !run.failed
    )
      return run;
    this.#end();
    this.#targetUs = timeUs;
    return this.#begin(timeUs);
  }

  #begin(timeUs: number): Run<C, F> {
    const ready: CountedFrame<F>[] = [];
    const turnedAway = new Set<number>();
    const isCurrent = () => this.#run?.ready === ready;
    const decoder = this.#create({
      output: (frame) => {
        const current = this.#run;
        if (!current || !isCurrent() || frame.timestamp < this.#targetUs) {
          frame.close();
        } else {
          const { timestamp } = frame;
          const counted = this.#ledger.adopt(frame);
          if (counted) ready.push(counted);
          else turnedAway.add(timestamp);
        }
        if (current && isCurrent()) {
          this.#maxInFlight = Math.max(this.#maxInFlight, current.inFlight);
          current.inFlight -= 1;
        }
        this.#wake();
      },
      error: () => {
        if (this.#run && isCurrent()) this.#run.failed = true;
        this.#wake();
      },
      dequeue: () => this.#wake(),
    });
    const run: Run<C, F> = {
      decoder,
      coded: this.#coded.from(timeUs),
      ready,
      turnedAway,
      inFlight: 0,
      latestFedUs: Number.NEGATIVE_INFINITY,
      drained: false,
      failed: false,
    };
    this.#run = run;
    return run;
  }

  /** Gives the decoder one more coded frame, or waits for what it makes of those that it has. */
  async #advance(run: Run<C, F>): Promise<void> {
    if (run.inFlight >= this.#maxInFlight && (await this.#woken(PATIENCE_MS))) return;
    if (run.decoder.decodeQueueSize >= FIRST_IN_FLIGHT) {
      if (!(await this.#woken(STUCK_MS))) run.failed = true;
      return;
    }
    try {
      const next = await run.coded.next();
      if (this.#run !== run || run.failed) return;
      if (next.done) {
        await run.decoder.flush();
        run.drained = true;
        return;
      }
      run.latestFedUs = Math.max(run.latestFedUs, next.value.timeUs);
      run.inFlight += 1;
      run.decoder.decode(next.value.chunk);
    } catch {
      run.failed = true; // a file that ends early, or a decoder that objects: the frame is missing
    }
  }

  /** Resolves true when the decoder did something, false after so many milliseconds. */
  #woken(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), ms);
      const settle = (woken: boolean) => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve(woken);
      };
      this.#wake = () => settle(true);
    });
  }
}

/** Closes and takes away the frames before a time. */
function closeBefore<F extends TimedFrame>(ready: CountedFrame<F>[], timeUs: number): void {
  while (ready[0] !== undefined && ready[0].frame.timestamp < timeUs) ready.shift()?.close();
}
