const PAGE = 65_536;
/** WebAssembly's limit of 4 GiB, less what nobody here should need. */
const MOST_PAGES = 32_768;

/** Memory handed out from the bottom up, and taken back all at once down to a mark. Pointers are in bytes, at multiples of 16. */
export class Arena {
  readonly memory = new WebAssembly.Memory({ initial: 16, maximum: MOST_PAGES });
  #top = 16;
  #floats = new Float32Array(this.memory.buffer);

  /** @throws {RangeError} where the browser gives no more memory */
  take(floats: number): number {
    const pointer = this.#top;
    this.#top += Math.ceil(floats / 4) * 16;
    const missing = this.#top - this.memory.buffer.byteLength;
    // A vector behind the last may be read, never used.
    if (missing > -64) this.memory.grow(Math.ceil((missing + 64) / PAGE));
    return pointer;
  }

  get mark(): number {
    return this.#top;
  }

  release(mark: number): void {
    this.#top = mark;
  }

  /** All of the memory as float32; a new view after it has grown. */
  get floats(): Float32Array<ArrayBuffer> {
    if (this.#floats.buffer !== this.memory.buffer) this.#floats = new Float32Array(this.memory.buffer);
    return this.#floats;
  }

  view(pointer: number, floats: number): Float32Array<ArrayBuffer> {
    return this.floats.subarray(pointer / 4, pointer / 4 + floats);
  }

  ints(pointer: number, count: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer, pointer, count);
  }

  copy(from: number, to: number, floats: number): void {
    this.floats.copyWithin(to / 4, from / 4, from / 4 + floats);
  }

  /** Zeroed memory. */
  zeros(floats: number): number {
    const pointer = this.take(floats);
    this.view(pointer, floats).fill(0);
    return pointer;
  }
}
