import { type ErrorDetails, toTwinsightError } from '../core/errors.ts';
import { err, ok, type Result } from '../core/result.ts';

/** Failures reach a driving program as data, so that their code and remedy survive. */
export type Outcome<T> = Result<T, ErrorDetails>;

/** Does the work; what it throws becomes the error of the outcome. Never rejects. */
export async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await work());
  } catch (thrown) {
    const { code, message, remedy } = toTwinsightError(thrown);
    return err({ code, message, remedy });
  }
}
