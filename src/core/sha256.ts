/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2). */
const ROUND_CONSTANTS = Int32Array.from(primes(64), (prime) => fractionBits(Math.cbrt(prime)));
/** The same of the square roots of the first eight (section 5.3.3). */
const INITIAL_STATE = primes(8).map((prime) => fractionBits(Math.sqrt(prime)));
const BLOCK = 64;

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    if (found.every((prime) => n % prime !== 0)) found.push(n);
  }
  return found;
}

function fractionBits(x: number): number {
  return Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
}

const rotate = (x: number, bits: number): number => (x >>> bits) | (x << (32 - bits));

/** Spreads one block over the 64 words of the message schedule (section 6.2.2, step 1). */
function schedule(words: Int32Array, view: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) words[t] = view.getInt32(offset + 4 * t);
  for (let t = 16; t < 64; t++) {
    const w15 = words[t - 15] ?? 0;
    const w2 = words[t - 2] ?? 0;
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    words[t] = ((words[t - 16] ?? 0) + s0 + (words[t - 7] ?? 0) + s1) | 0;
  }
}

/**
 * SHA-256 (FIPS 180-4) of what comes in pieces: WebCrypto digests only what is in memory at once, and only where the
 * context is secure.
 */
export class Sha256 {
  readonly #state = Int32Array.from(INITIAL_STATE);
  readonly #words = new Int32Array(64);
  readonly #rest = new Uint8Array(BLOCK);
  #restLength = 0;
  #bytes = 0;

  update(bytes: Uint8Array): this {
    this.#bytes += bytes.byteLength;
    let from = 0;
    if (this.#restLength > 0) {
      from = Math.min(BLOCK - this.#restLength, bytes.byteLength);
      this.#rest.set(bytes.subarray(0, from), this.#restLength);
      this.#restLength += from;
      if (this.#restLength < BLOCK) return this;
      this.#compress(this.#rest, BLOCK);
      this.#restLength = 0;
    }
    const whole = bytes.byteLength - ((bytes.byteLength - from) % BLOCK);
    this.#compress(bytes.subarray(from, whole), whole - from);
    this.#rest.set(bytes.subarray(whole));
    this.#restLength = bytes.byteLength - whole;
    return this;
  }

  /** The digest as 64 hexadecimal digits; ends the use of this object. */
  hex(): string {
    const bits = BigInt(this.#bytes) * 8n;
    const tail = new Uint8Array(this.#restLength < 56 ? BLOCK : 2 * BLOCK);
    tail.set(this.#rest.subarray(0, this.#restLength));
    tail[this.#restLength] = 0x80;
    new DataView(tail.buffer).setBigUint64(tail.length - 8, bits);
    this.#compress(tail, tail.length);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** Folds blocks into the state (section 6.2.2). The working variables are locals: typed arrays would halve the speed. */
  #compress(bytes: Uint8Array, length: number): void {
    const words = this.#words;
    const state = this.#state;
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    for (let offset = 0; offset < length; offset += BLOCK) {
      schedule(words, view, offset);
      let a = state[0] ?? 0;
      let b = state[1] ?? 0;
      let c = state[2] ?? 0;
      let d = state[3] ?? 0;
      let e = state[4] ?? 0;
      let f = state[5] ?? 0;
      let g = state[6] ?? 0;
      let h = state[7] ?? 0;
      for (let t = 0; t < 64; t++) {
        const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[t] ?? 0) + (words[t] ?? 0)) | 0;
        const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      state[0] = (state[0] ?? 0) + a;
      state[1] = (state[1] ?? 0) + b;
      state[2] = (state[2] ?? 0) + c;
      state[3] = (state[3] ?? 0) + d;
      state[4] = (state[4] ?? 0) + e;
      state[5] = (state[5] ?? 0) + f;
      state[6] = (state[6] ?? 0) + g;
      state[7] = (state[7] ?? 0) + h;
    }
  }
}

/** SHA-256 of bytes at hand, as 64 hexadecimal digits. */
export const sha256Hex = (bytes: Uint8Array): string => new Sha256().update(bytes).hex();
