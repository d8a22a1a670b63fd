const SHARED = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/**
 * The policy of documents: nothing runs that is not of this origin, and no text becomes a script or HTML on its own
 * (Trusted Types; see `src/app/trustedTypes.ts`). Connections to https are allowed because a person may open an image
 * by its address; those requests carry nothing.
 */
export const DOCUMENT_POLICY = [
  ...SHARED,
  "connect-src 'self' https: data: blob:",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

/**
 * The policy of workers, where a person's pixels are: they reach this origin alone. Without Trusted Types, because the
 * WASM runtime starts its threads from plain addresses.
 */
export const WORKER_POLICY = [...SHARED, "connect-src 'self'"].join('; ');

/** The hub, and the hosts to which it sends requests for large files on. */
const HUB_HOSTS = 'https://huggingface.co https://*.huggingface.co https://*.hf.co';

/** The origin of an address, where a model may be fetched from it: over https, or from this machine. */
function originOf(address: string | null): string | undefined {
  if (address === null || !URL.canParse(address)) return undefined;
  const { protocol, hostname, origin } = new URL(address);
  const local = protocol === 'http:' && (hostname === 'localhost' || hostname.startsWith('127.'));
  return protocol === 'https:' || local ? origin : undefined;
}

/**
 * The policy of the models worker, which fetches weights and never sees a person's file: it reaches the hub, and the one
 * mirror that its own address names (`?source=`).
 */
export function modelsPolicy(workerAddress: string): string {
  const mirror = originOf(new URL(workerAddress).searchParams.get('source'));
  const hosts = mirror === undefined ? HUB_HOSTS : `${HUB_HOSTS} ${mirror}`;
  return [...SHARED, `connect-src 'self' ${hosts}`].join('; ');
}
