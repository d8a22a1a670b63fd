/** What a pool holds on the device. */
export interface PoolLedger {
  /** Buffers made so far; constant once jobs repeat. */
  readonly created: number;
  readonly bytes: number;
}

const MEBIBYTE = 2 ** 20;
/** Idle buffers beyond that are freed. */
const MAX_IDLE_BYTES = 128 * MEBIBYTE;

/** Sizes in few classes, so that jobs of about the same size share buffers. */
const roundUp = (bytes: number): number =>
  bytes > MEBIBYTE ? MEBIBYTE * Math.ceil(bytes / MEBIBYTE) : Math.max(256, 2 ** Math.ceil(Math.log2(bytes)));

/** Lends buffers of a device and takes them back, so that jobs that repeat allocate nothing. */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #idle = new Map<string, GPUBuffer[]>();
  #idleBytes = 0;
  #created = 0;
  #bytes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  get ledger(): PoolLedger {
    return { created: this.#created, bytes: this.#bytes };
  }

  /** A buffer of at least this size; what it holds is not defined. Call inside error scopes: a failed allocation does not throw. */
  borrow(bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const size = Math.min(roundUp(bytes), Math.max(bytes, this.#device.limits.maxBufferSize));
    const idle = this.#idle.get(`${usage}:${size}`)?.pop();
    if (idle !== undefined) {
      this.#idleBytes -= size;
      return idle;
    }
    const buffer = this.#device.createBuffer({ size, usage });
    this.#created += 1;
    this.#bytes += size;
    return buffer;
  }

  /** Takes a buffer back for the next job. */
  giveBack(buffer: GPUBuffer): void {
    if (this.#idleBytes + buffer.size > MAX_IDLE_BYTES) {
      this.discard(buffer);
      return;
    }
    const key = `${buffer.usage}:${buffer.size}`;
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), buffer]);
    this.#idleBytes += buffer.size;
  }

  /** Frees a borrowed buffer: one of a job that failed may not be what it says. */
  discard(buffer: GPUBuffer): void {
    buffer.destroy();
    this.#bytes -= buffer.size;
  }

  dispose(): void {
    for (const buffers of this.#idle.values()) for (const buffer of buffers) this.discard(buffer);
    this.#idle.clear();
    this.#idleBytes = 0;
  }
}
