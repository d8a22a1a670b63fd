import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodedFrames, type DecoderCallbacks, FrameDecoder, type TimedFrame } from './frameDecoder.ts';
import { FrameLedger } from './frameLedger.ts';
import { MAX_FRAMES_ALIVE } from './limits.ts';

const FRAME_US = 40_000;
const live = new AbortController().signal;

/** A clip of frames in groups that begin with a key frame; the given ones are damaged. */
function clip(count: number, groupLength: number, damaged: ReadonlySet<number> = new Set()) {
  const starts = Array.from({ length: Math.ceil(count / groupLength) }, (_, group) => group * groupLength);
  const coded: CodedFrames<number> = {
    keyTimesUs: starts.map((start) => start * FRAME_US),
    async *from(timeUs) {
      const first = Math.floor(timeUs / FRAME_US / groupLength) * groupLength;
      for (let frame = first; frame < count; frame++) yield { timeUs: frame * FRAME_US, chunk: frame };
    },
  };
  let open = 0;
  let made = 0;
  /** Holds `delay` frames back, as decoders do that reorder, and gives them all at once when it is flushed. */
  const create = (delay: number) => (callbacks: DecoderCallbacks<TimedFrame>) => {
    made += 1;
    const held: number[] = [];
    const give = (frame: number) => {
      if (damaged.has(frame)) return;
      open += 1;
      callbacks.output({ timestamp: frame * FRAME_US, close: () => (open -= 1) });
    };
    return {
      decodeQueueSize: 0,
      decode(frame: number) {
        held.push(frame);
        const next = held.length > delay ? held.shift() : undefined;
        if (next !== undefined) give(next);
        callbacks.dequeue();
      },
      async flush() {
        for (const frame of held.splice(0)) give(frame);
      },
      close: () => undefined,
    };
  };
  return { coded, create, open: () => open, made: () => made };
}

describe('decoding frames by their timestamps', () => {
  it('gives exactly the frame that was asked for, whatever the order, and never has more than four alive', async () => {
    const wishes = fc.array(fc.nat(39), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(wishes, fc.integer({ min: 1, max: 15 }), fc.nat(9), async (wanted, group, delay) => {
        const { coded, create, open } = clip(40, group);
        const ledger = new FrameLedger();
        const decoder = new FrameDecoder(coded, create(delay), ledger);
        for (const frame of wanted) {
          const decoded = await decoder.frameAt(frame * FRAME_US, live);
          expect(decoded?.frame.timestamp).toBe(frame * FRAME_US);
          decoded?.close();
        }
        decoder.dispose();
        expect(ledger.mostAlive).toBeLessThanOrEqual(MAX_FRAMES_ALIVE);
        expect([open(), ledger.alive]).toEqual([0, 0]);
      }),
      { numRuns: 25 },
    );
  });

  it('decodes rising times in one go', async () => {
    const { coded, create, made } = clip(500, 500);
    const ledger = new FrameLedger();
    const decoder = new FrameDecoder(coded, create(0), ledger);
    for (let frame = 0; frame < 500; frame++) {
      const decoded = await decoder.frameAt(frame * FRAME_US, live);
      expect(decoded?.frame.timestamp).toBe(frame * FRAME_US);
      decoded?.close();
    }
    expect(made()).toBe(1);
    expect(ledger.mostAlive).toBeLessThanOrEqual(MAX_FRAMES_ALIVE);
  });

  it('leaves out what is damaged, and goes on behind it', async () => {
    const { coded, create } = clip(20, 5, new Set([7]));
    const decoder = new FrameDecoder(coded, create(0), new FrameLedger());
    expect(await decoder.frameAt(7 * FRAME_US, live)).toBeUndefined();
    const next = await decoder.frameAt(8 * FRAME_US, live);
    expect(next?.frame.timestamp).toBe(8 * FRAME_US);
    next?.close();
  });

  it('ends when it is cancelled, with nothing left open', async () => {
    const { coded, create, open } = clip(20, 20);
    const controller = new AbortController();
    controller.abort();
    const decoder = new FrameDecoder(coded, create(3), new FrameLedger());
    await expect(decoder.frameAt(10 * FRAME_US, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    decoder.dispose();
    expect(open()).toBe(0);
  });
});
