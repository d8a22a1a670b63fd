const FAULTS = [
  'adapter-null',
  'adapter-throws',
  'worker-throw',
  'worker-hang',
  'worker-die',
  'wasm-404',
] as const;
type Fault = (typeof FAULTS)[number];

/**
 * The fault that this worker was told to have: `?fault=` in its address, read only by builds made for the fault tests
 * (`VITE_FAULTS=1`). In every other build this is `undefined`, and what depends on it is removed by the bundler.
 */
const fault: Fault | undefined =
  import.meta.env.VITE_FAULTS === '1'
    ? FAULTS.find((name) => name === new URLSearchParams(globalThis.location.search).get('fault'))
    : undefined;

/** Breaks what the browser offers, before anything uses it. */
export function installFaults(): void {
  if (fault === undefined) return;
  const { gpu } = globalThis.navigator;
  if (fault === 'adapter-null' && gpu) gpu.requestAdapter = async () => null;
  if (fault === 'adapter-throws' && gpu) {
    gpu.requestAdapter = () => {
      throw new DOMException('WebGPU is disabled by blocklist.', 'OperationError');
    };
  }
  if (fault === 'wasm-404') {
    const realFetch = globalThis.fetch;
    globalThis.fetch = async (input, init) =>
      String(input instanceof Request ? input.url : input).endsWith('.wasm')
        ? new Response('Not found', { status: 404 })
        : realFetch(input, init);
  }
}

/** Called where a real worker may fail: at the start of an analysis. */
export async function failHere(): Promise<void> {
  if (fault === undefined) return;
  if (fault === 'worker-throw') throw new Error('This worker was told to throw.');
  if (fault === 'worker-hang') {
    for (;;); // a stuck thread: not even its timers run
  }
  if (fault === 'worker-die') {
    setTimeout(() => {
      throw new Error('This worker was told to die.');
    });
    await new Promise(() => undefined);
  }
}
