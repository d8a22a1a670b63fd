import type { z } from 'zod';

/**
 * The typed surface of a worker: each method with the schemas of what goes in, what comes out, and what it reports on
 * the way. Both ends derive their types from it, and both ends validate with it, so no message is ever cast.
 */
export interface MethodContract {
  readonly args: z.ZodType;
  readonly result: z.ZodType;
  readonly progress: z.ZodType;
}

export type Contract = { readonly [method: string]: MethodContract };

export type MethodArgs<C extends Contract, M extends keyof C> = z.input<C[M]['args']>;
export type MethodResult<C extends Contract, M extends keyof C> = z.output<C[M]['result']>;
export type MethodProgress<C extends Contract, M extends keyof C> = z.output<C[M]['progress']>;

/** Keeps the literal method names of a contract while checking its shape. */
export const defineContract = <C extends Contract>(contract: C): C => contract;

/** The schema of one part of a method, with its exact type. Throws where the method does not exist. */
export function schemaOf<C extends Contract, M extends keyof C & string, P extends keyof MethodContract>(
  contract: C,
  method: M,
  part: P,
): C[M][P] {
  const entry = contract[method];
  if (entry === undefined) throw new RangeError(`There is no method "${method}".`);
  return entry[part];
}
