import { TwinsightError } from '../../core/errors.ts';

/** How long work may go on before messages are let in, in milliseconds: a stop must be seen within 200. */
const PATIENCE_MS = 40;

export const cancelled = (): TwinsightError =>
  new TwinsightError({
    code: 'cancelled',
    message: 'The job was cancelled.',
    remedy: 'Start it again.',
  });

/**
 * Lets a worker's messages in from time to time, so that a cancel is seen between the steps of long work. By a message to oneself:
 * browsers hold nested timers back for 4 ms, and those of hidden pages for longer.
 */
export class Pacer {
  #last = performance.now();

  async breathe(): Promise<void> {
    if (performance.now() - this.#last < PATIENCE_MS) return;
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    });
    this.#last = performance.now();
  }
}
