import { TwinsightError } from '../core/errors.ts';

/** The bytes of a file that a person chose. Throws `fetch-failed` where it was moved or changed since. */
export async function readFile(file: Blob, name: string): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (thrown) {
    throw new TwinsightError(
      {
        code: 'fetch-failed',
        message: `${name} could not be read: it was moved, changed or is not permitted.`,
        remedy: 'Open it again.',
      },
      { cause: thrown },
    );
  }
}
