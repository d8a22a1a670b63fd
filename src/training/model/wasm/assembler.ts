/**
 * A small assembler for WebAssembly: expressions and statements are arrays of bytes, put together by functions. Enough for loops over
 * float32 vectors, and no more (WebAssembly core specification 3.0, chapter 5: binary format).
 */
export type Code = readonly number[];

export type ValueType = 'i32' | 'f32' | 'v128';
const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

/** LEB128 of an unsigned number. */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** LEB128 of a signed 32-bit number. */
function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

const float = (value: number): Code => [...new Uint8Array(new Float32Array([value]).buffer)];

const join = (codes: readonly Code[]): Code => codes.flat();
const plain =
  (opcode: number) =>
  (...operands: readonly Code[]): Code => [...join(operands), opcode];
const vector =
  (opcode: number) =>
  (...operands: readonly Code[]): Code => [...join(operands), 0xfd, ...unsigned(opcode)];
/** Alignment is only a hint; 2 stands for four bytes. */
const memory = (prefix: Code, offset: number): Code => [...prefix, 2, ...unsigned(offset)];

export const i32 = {
  of: (value: number): Code => [0x41, ...signed(value)],
  add: plain(0x6a),
  sub: plain(0x6b),
  mul: plain(0x6c),
  and: plain(0x71),
  less: plain(0x48),
  load: (at: Code, offset = 0): Code => [...at, ...memory([0x28], offset)],
};

export const f32 = {
  of: (value: number): Code => [0x43, ...float(value)],
  load: (at: Code, offset = 0): Code => [...at, ...memory([0x2a], offset)],
  store: (at: Code, value: Code, offset = 0): Code => [...at, ...value, ...memory([0x38], offset)],
  add: plain(0x92),
  sub: plain(0x93),
  mul: plain(0x94),
  div: plain(0x95),
  max: plain(0x97),
  sqrt: plain(0x91),
  ofInt: plain(0xb2),
};

export const f32x4 = {
  load: (at: Code, offset = 0): Code => [...at, ...memory([0xfd, 0], offset)],
  /** One float32 of memory in all lanes. */
  loadSplat: (at: Code, offset = 0): Code => [...at, ...memory([0xfd, 9], offset)],
  store: (at: Code, value: Code, offset = 0): Code => [...at, ...value, ...memory([0xfd, 11], offset)],
  of: (value: number): Code => [...f32.of(value), 0xfd, 19],
  splat: vector(19),
  lane: (value: Code, lane: number): Code => [...value, 0xfd, 31, lane],
  add: vector(228),
  sub: vector(229),
  mul: vector(230),
  div: vector(231),
  min: vector(232),
  max: vector(233),
  nearest: vector(106),
  less: vector(67),
  /** Lanes of the first where the mask is set, of the second elsewhere. */
  select: vector(82),
  ofInts: vector(250),
  toInts: vector(248),
  /** a · b + c, rounded once or twice, as the machine likes; needs relaxed SIMD. */
  relaxedMultiplyAdd: vector(261),
};

export const i32x4 = {
  splat: vector(17),
  add: vector(174),
  shiftLeft: vector(171),
  less: vector(57),
  of: (...lanes: readonly [number, number, number, number]): Code => [
    0xfd,
    12,
    ...new Uint8Array(new Int32Array(lanes).buffer),
  ],
};

/** A parameter or local variable of a function. */
export class Local {
  readonly index: number;
  readonly type: ValueType;

  constructor(index: number, type: ValueType) {
    this.index = index;
    this.type = type;
  }

  get get(): Code {
    return [0x20, ...unsigned(this.index)];
  }

  set(value: Code): Code {
    return [...value, 0x21, ...unsigned(this.index)];
  }

  add(value: Code): Code {
    return this.set(i32.add(this.get, value));
  }
}

/** Runs `body` as long as `counter` is less than `end`; the body moves the counter on. */
export const whileLess = (counter: Local, end: Code, body: readonly Code[]): Code => [
  ...i32.less(counter.get, end),
  0x04,
  0x40,
  0x03,
  0x40,
  ...join(body),
  ...i32.less(counter.get, end),
  0x0d,
  0,
  0x0b,
  0x0b,
];

/** Hands out the local variables of one function. */
export class Locals {
  readonly #types: ValueType[] = [];
  readonly #parameters: number;

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  one(type: ValueType): Local {
    this.#types.push(type);
    return new Local(this.#parameters + this.#types.length - 1, type);
  }

  many(count: number, type: ValueType): readonly Local[] {
    return Array.from({ length: count }, () => this.one(type));
  }

  get declarations(): Code {
    return [...unsigned(this.#types.length), ...this.#types.flatMap((type) => [1, TYPES[type]])];
  }
}

interface Routine {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly body: Code;
}

/** A function without results. `write` gets its parameters, in order, and a source of local variables. */
export function routine(
  name: string,
  parameters: readonly ValueType[],
  write: (parameters: readonly Local[], locals: Locals) => readonly Code[],
): Routine {
  const locals = new Locals(parameters.length);
  const code = write(
    parameters.map((type, index) => new Local(index, type)),
    locals,
  );
  return { name, parameters, body: [...locals.declarations, ...join(code), 0x0b] };
}

const vectorOf = (items: readonly Code[]): Code => [...unsigned(items.length), ...join(items)];
const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const text = (value: string): Code => {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
};

/** A module of these functions, all exported, over a memory that it imports as `env.memory`. */
export function assemble(routines: readonly Routine[]): Uint8Array<ArrayBuffer> {
  const types = routines.map(({ parameters }) => [
    0x60,
    ...vectorOf(parameters.map((type) => [TYPES[type]])),
    0,
  ]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vectorOf(types)),
    ...section(2, vectorOf([[...text('env'), ...text('memory'), 2, 0, 1]])),
    ...section(3, vectorOf(routines.map((_, index) => unsigned(index)))),
    ...section(7, vectorOf(routines.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]))),
    ...section(10, vectorOf(routines.map(({ body }) => [...unsigned(body.length), ...body]))),
  ]);
}
