/** Why something failed, as a closed list: the interface and the tests switch on it, never on message text. */
export const ERROR_CODES = [
  'cancelled',
  'timed-out',
  'worker-crashed',
  'not-an-image',
  'unsupported-format',
  'file-empty',
  'file-too-large',
  'image-too-large',
  'image-corrupt',
  'not-a-video',
  'no-video-track',
  'unsupported-codec',
  'video-empty',
  'video-corrupt',
  'video-too-long',
  'video-too-large',
  'fetch-failed',
  'not-a-twin',
  'twin-invalid',
  'trace-invalid',
  'corrections-invalid',
  'json-too-deep',
  'json-malformed',
  'model-missing',
  'model-invalid',
  'model-load-failed',
  'model-wrong-answer',
  'inference-failed',
  'model-gated',
  'download-refused',
  'storage-blocked',
  'storage-full',
  'invalid-argument',
  'gpu-unavailable',
  'gpu-lost',
  'gpu-limit',
  'gpu-failed',
  'training-diverged',
  'checkpoint-invalid',
  'bad-request',
  'invalid-argument',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetails {
  readonly code: ErrorCode;
  /** What happened and why, in plain words; names the file or the part concerned. */
  readonly message: string;
  /** What the person can do about it. */
  readonly remedy: string;
}

/**
 * The one error class of the project. It survives a trip between threads (see `workers/rpc`), so that a person reads
 * the same reason and remedy wherever the failure happened.
 */
export class TwinsightError extends Error implements ErrorDetails {
  override readonly name = 'TwinsightError';
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(details: ErrorDetails, options?: { cause?: unknown }) {
    super(details.message, options);
    this.code = details.code;
    this.remedy = details.remedy;
  }
}

/** Turns anything thrown into a `TwinsightError`; unknown failures become `internal`, with their message kept. */
export function toTwinsightError(thrown: unknown): TwinsightError {
  if (thrown instanceof TwinsightError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new TwinsightError(
    { code: 'internal', message, remedy: 'Try again; reload the page if it happens twice.' },
    { cause: thrown },
  );
}
