import { ERROR_CODES, type ErrorDetails, toTwinsightError } from '../../src/core/errors.ts';
import { z } from '../../src/core/zod.ts';

const idSchema = z.int().nonnegative();

/** From the page to the worker. Arguments are checked against the method's own schema afterwards. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: idSchema, method: z.string(), args: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: idSchema }),
]);
export type RpcRequest = z.infer<typeof requestSchema>;

const errorDetailsSchema = z.object({ code: z.enum(ERROR_CODES), message: z.string(), remedy: z.string() });

/** From the worker to the page: any number of `progress`, then exactly one `result` or `error` per call. */
export const responseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: idSchema, value: z.unknown() }),
  z.object({ kind: z.literal('result'), id: idSchema, value: z.unknown() }),
  z.object({ kind: z.literal('error'), id: idSchema, error: errorDetailsSchema }),
]);
export type RpcResponse = z.infer<typeof responseSchema>;

const identifiedSchema = z.object({ id: idSchema });

/** The call that a malformed message belongs to, if it can be told. */
export function idOfMalformed(message: unknown): number | undefined {
  const parsed = identifiedSchema.safeParse(message);
  return parsed.success ? parsed.data.id : undefined;
}

/** An error as data: what survives the trip between threads. */
export function errorToData(thrown: unknown): ErrorDetails {
  const { code, message, remedy } = toTwinsightError(thrown);
  return { code, message, remedy };
}
