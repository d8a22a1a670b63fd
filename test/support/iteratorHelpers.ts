/**
 * Iterator helpers (ECMAScript 2025) for Node 20: jax-js uses them, browsers have them. Only those that it needs, and only where they
 * are missing.
 */
const prototype: unknown = Object.getPrototypeOf(Object.getPrototypeOf([].values()));

function* map(
  this: Iterable<unknown>,
  change: (value: unknown, index: number) => unknown,
): Generator<unknown> {
  let index = 0;
  for (const value of this) yield change(value, index++);
}

function* filter(
  this: Iterable<unknown>,
  keep: (value: unknown, index: number) => boolean,
): Generator<unknown> {
  let index = 0;
  for (const value of this) if (keep(value, index++)) yield value;
}

function* flatMap(
  this: Iterable<unknown>,
  change: (value: unknown, index: number) => Iterable<unknown>,
): Generator<unknown> {
  let index = 0;
  for (const value of this) yield* change(value, index++);
}

function toArray(this: Iterable<unknown>): unknown[] {
  return [...this];
}

function some(this: Iterable<unknown>, is: (value: unknown) => boolean): boolean {
  for (const value of this) if (is(value)) return true;
  return false;
}

function every(this: Iterable<unknown>, is: (value: unknown) => boolean): boolean {
  for (const value of this) if (!is(value)) return false;
  return true;
}

function reduce(
  this: Iterable<unknown>,
  join: (sum: unknown, value: unknown) => unknown,
  start: unknown,
): unknown {
  let sum = start;
  for (const value of this) sum = join(sum, value);
  return sum;
}

for (const [name, value] of Object.entries({ map, filter, flatMap, toArray, some, every, reduce })) {
  if (typeof prototype === 'object' && prototype !== null && !(name in prototype))
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
}
