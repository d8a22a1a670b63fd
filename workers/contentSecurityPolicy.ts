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
