/** A source of pseudo-random numbers that is fully determined by its seed. */
export interface Random {
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [low, high], both included. */
  int(low: number, high: number): number;
  /** A float in [low, high). */
  range(low: number, high: number): number;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, passes gjrand's tests, enough for scenes and test data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    range: (low, high) => low + next() * (high - low),
  };
}
