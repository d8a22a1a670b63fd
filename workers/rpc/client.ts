import { TwinsightError } from '../../src/core/errors.ts';
import { z } from '../../src/core/zod.ts';
import {
  type Contract,
  type MethodArgs,
  type MethodProgress,
  type MethodResult,
  schemaOf,
} from './contract.ts';
import type { Endpoint, EndpointEvent } from './endpoint.ts';
import { idOfMalformed, type RpcRequest, type RpcResponse, responseSchema } from './envelope.ts';

export interface CallOptions<P> {
  /** Cancels the call: it rejects at once with `cancelled`, and the worker is told. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (value: P) => void;
  /** Parts of the arguments that are moved instead of copied. */
  readonly transfer?: Transferable[];
  /** Called when the worker has answered, even after a cancel: from then on it is idle again. */
  readonly onAnswered?: () => void;
}

export interface Client<C extends Contract> {
  call<M extends keyof C & string>(
    method: M,
    args: MethodArgs<C, M>,
    options?: CallOptions<MethodProgress<C, M>>,
  ): Promise<MethodResult<C, M>>;
  /** Rejects every open call with `reason`, ignores every later message, refuses every later call. */
  close(reason: TwinsightError): void;
}

interface OpenCall {
  onProgress(value: unknown): void;
  onResult(value: unknown): void;
  onError(error: TwinsightError): void;
  onAnswered(): void;
}

const RELOAD = 'Try again; reload the page if it happens twice.';

const crashed = (why: string): TwinsightError =>
  new TwinsightError({
    code: 'worker-crashed',
    message: `The worker stopped: ${why.replace(/\.$/, '')}.`,
    remedy: RELOAD,
  });

const malformed = (method: string, why: string): TwinsightError =>
  new TwinsightError({
    code: 'internal',
    message: `The worker's answer to "${method}" is malformed: ${why}`,
    remedy: 'Reload the page: its parts may be of different versions.',
  });

/**
 * The calling end of a contract. Answers may come in any order; results and progress are validated before they are
 * handed on. A crash of the worker (`error`, `messageerror`) rejects all open calls with `worker-crashed`.
 */
export function createClient<C extends Contract>(
  contract: C,
  endpoint: Endpoint,
  onCrash: (reason: TwinsightError) => void = () => undefined,
): Client<C> {
  const open = new Map<number, OpenCall>();
  let nextId = 0;
  let closed: TwinsightError | undefined;

  const send = (request: RpcRequest, transfer: Transferable[] = []) =>
    endpoint.postMessage(request, transfer);

  function receive(response: RpcResponse): void {
    const call = open.get(response.id);
    if (call === undefined) return; // answered before
    if (response.kind === 'progress') {
      call.onProgress(response.value);
      return;
    }
    open.delete(response.id);
    if (response.kind === 'result') call.onResult(response.value);
    else call.onError(new TwinsightError(response.error));
    call.onAnswered();
  }

  const onMessage = (event: EndpointEvent) => {
    const response = responseSchema.safeParse(event.data);
    if (response.success) {
      receive(response.data);
      return;
    }
    const id = idOfMalformed(event.data);
    if (id === undefined) return;
    open.get(id)?.onError(malformed(`call ${id}`, z.prettifyError(response.error)));
    open.delete(id);
  };
  const onFailure = (event: EndpointEvent) => {
    const text =
      typeof event.message === 'string' && event.message !== '' ? event.message : 'it could not be started';
    const reason = crashed(event.type === 'messageerror' ? 'a message could not be read' : text);
    close(reason);
    onCrash(reason);
  };

  function close(reason: TwinsightError): void {
    if (closed) return;
    closed = reason;
    endpoint.removeEventListener('message', onMessage);
    endpoint.removeEventListener('messageerror', onFailure);
    endpoint.removeEventListener('error', onFailure);
    for (const call of open.values()) {
      call.onError(reason);
      call.onAnswered();
    }
    open.clear();
  }

  function call<M extends keyof C & string>(
    method: M,
    args: MethodArgs<C, M>,
    options: CallOptions<MethodProgress<C, M>> = {},
  ): Promise<MethodResult<C, M>> {
    const { signal, onProgress, onAnswered } = options;
    return new Promise((resolve, reject) => {
      if (closed) return reject(closed);
      const abandon = () => {
        reject(
          new TwinsightError({
            code: 'cancelled',
            message: `"${method}" was cancelled.`,
            remedy: 'Start it again.',
          }),
        );
      };
      if (signal?.aborted) return abandon();
      const id = nextId++;
      const onAbort = () => {
        abandon();
        send({ kind: 'cancel', id });
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      open.set(id, {
        onProgress(raw) {
          if (signal?.aborted) return;
          const value = z.safeParse(schemaOf(contract, method, 'progress'), raw);
          if (value.success) onProgress?.(value.data);
        },
        onResult(raw) {
          const value = z.safeParse(schemaOf(contract, method, 'result'), raw);
          if (value.success) resolve(value.data);
          else reject(malformed(method, z.prettifyError(value.error)));
        },
        onError: reject,
        onAnswered() {
          signal?.removeEventListener('abort', onAbort);
          onAnswered?.();
        },
      });
      try {
        send({ kind: 'call', id, method, args }, options.transfer);
      } catch (thrown) {
        open.delete(id);
        signal?.removeEventListener('abort', onAbort);
        reject(thrown); // arguments that can't be cloned: a defect of the caller
      }
    });
  }

  endpoint.addEventListener('message', onMessage);
  endpoint.addEventListener('messageerror', onFailure);
  endpoint.addEventListener('error', onFailure);
  return { call, close };
}
