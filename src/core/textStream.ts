/**
 * Text that is pushed at one end and iterated at the other. Whoever stops iterating, also while waiting for more, ends it at once.
 */
export class TextStream implements AsyncIterable<string> {
  readonly #chunks: string[] = [];
  readonly #onStop: () => void;
  #ended: { readonly failure?: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** @param onStop called once when the reader stops before the end */
  constructor(onStop: () => void) {
    this.#onStop = onStop;
  }

  push(text: string): void {
    if (this.#ended || text === '') return;
    this.#chunks.push(text);
    this.#wake?.();
  }

  end(): void {
    this.#finish({});
  }

  /** The reader gets what was pushed before, then this. */
  fail(failure: unknown): void {
    this.#finish({ failure });
  }

  [Symbol.asyncIterator](): AsyncIterator<string, undefined> {
    return {
      next: async () => {
        while (this.#chunks.length === 0 && !this.#ended) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
        const value = this.#chunks.shift();
        if (value !== undefined) return { done: false, value };
        if (this.#ended && 'failure' in this.#ended) throw this.#ended.failure;
        return { done: true, value: undefined };
      },
      return: async () => {
        if (!this.#ended) this.#onStop();
        this.#chunks.length = 0;
        this.#ended = {};
        this.#wake?.();
        return { done: true, value: undefined };
      },
    };
  }

  #finish(how: { readonly failure?: unknown }): void {
    this.#ended ??= how;
    this.#wake?.();
  }
}
