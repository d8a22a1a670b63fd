/** What both ends need of a `Worker`, a worker's global scope or a `MessagePort`. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(
    type: 'message' | 'messageerror' | 'error',
    listener: (event: EndpointEvent) => void,
  ): void;
  removeEventListener(
    type: 'message' | 'messageerror' | 'error',
    listener: (event: EndpointEvent) => void,
  ): void;
}

/** The parts of `MessageEvent` and `ErrorEvent` that are read. */
export interface EndpointEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly message?: unknown;
}

/** The page's handle of a worker. */
export interface WorkerEndpoint extends Endpoint {
  terminate(): void;
}
