import { TwinsightError } from '../../src/core/errors.ts';
import { SerialQueue } from '../../src/core/serialQueue.ts';
import { z } from '../../src/core/zod.ts';
import { type Contract, type MethodProgress, type MethodResult, schemaOf } from './contract.ts';
import type { Endpoint, EndpointEvent } from './endpoint.ts';
import { errorToData, type RpcResponse, requestSchema } from './envelope.ts';

/** A result together with what it hands over instead of copying. */
class Transferred<T> {
  readonly value: T;
  readonly transfer: Transferable[];

  constructor(value: T, transfer: Transferable[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

/** Marks parts of a handler's result (bitmaps, array buffers) to be moved to the other thread. */
export const withTransfer = <T>(value: T, transfer: Transferable[]): Transferred<T> =>
  new Transferred(value, transfer);

export interface HandlerContext<P> {
  /** Aborts when the caller cancels; handlers check it between their stages. */
  readonly signal: AbortSignal;
  progress(value: P): void;
}

type HandlerResult<T> = T | Transferred<T>;

export type Handlers<C extends Contract> = {
  readonly [M in keyof C]: (
    args: z.output<C[M]['args']>,
    context: HandlerContext<MethodProgress<C, M>>,
  ) => HandlerResult<MethodResult<C, M>> | Promise<HandlerResult<MethodResult<C, M>>>;
};

export interface ServeOptions<C extends Contract> {
  /** Methods that share one device: they run one at a time, in order of arrival. The others run at once. */
  readonly serial?: readonly (keyof C)[];
}

const badRequest = (message: string): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message,
    remedy: 'Reload the page: its parts are of different versions.',
  });

const cancelled = (method: string): TwinsightError =>
  new TwinsightError({ code: 'cancelled', message: `"${method}" was cancelled.`, remedy: 'Start it again.' });

/**
 * Answers calls that arrive at `endpoint`. Arguments are validated with the contract; every call gets exactly one
 * answer, whatever its handler does. Returns a function that stops listening.
 */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  endpoint: Endpoint,
  options: ServeOptions<C> = {},
): () => void {
  const running = new Map<number, AbortController>();
  const queue = new SerialQueue();
  const serial = new Set<PropertyKey>(options.serial ?? []);
  const post = (response: RpcResponse, transfer: Transferable[] = []) =>
    endpoint.postMessage(response, transfer);

  async function invoke<M extends keyof C & string>(
    method: M,
    rawArgs: unknown,
    id: number,
    signal: AbortSignal,
  ) {
    if (signal.aborted) throw cancelled(method);
    const args = z.safeParse(schemaOf(contract, method, 'args'), rawArgs);
    if (!args.success)
      throw badRequest(`The call of "${method}" has wrong arguments: ${z.prettifyError(args.error)}`);
    const progress = (value: MethodProgress<C, M>) => {
      if (!signal.aborted) post({ kind: 'progress', id, value });
    };
    return await handlers[method](args.data, { signal, progress });
  }

  async function answer(id: number, method: string, rawArgs: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!Object.hasOwn(contract, method)) throw badRequest(`There is no method "${method}".`);
      const job = () => invoke(method, rawArgs, id, controller.signal);
      const outcome = await (serial.has(method) ? queue.run(job) : job());
      if (outcome instanceof Transferred)
        post({ kind: 'result', id, value: outcome.value }, outcome.transfer);
      else post({ kind: 'result', id, value: outcome });
    } catch (thrown) {
      post({ kind: 'error', id, error: errorToData(controller.signal.aborted ? cancelled(method) : thrown) });
    } finally {
      running.delete(id);
    }
  }

  const onMessage = (event: EndpointEvent) => {
    const request = requestSchema.safeParse(event.data);
    if (!request.success) return; // not ours: other code in this thread may post messages too
    const { data } = request;
    if (data.kind === 'cancel') running.get(data.id)?.abort();
    else void answer(data.id, data.method, data.args);
  };
  endpoint.addEventListener('message', onMessage);
  return () => endpoint.removeEventListener('message', onMessage);
}
