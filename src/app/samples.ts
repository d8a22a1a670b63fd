import { TwinsightError } from '../core/errors.ts';
import { SAMPLES, type SampleId } from '../store/samples.ts';

export interface SampleFiles {
  readonly image: File;
  readonly twinText: string;
}

async function fetchPart(path: string, title: string, signal: AbortSignal): Promise<Blob> {
  const failure = (reason: string): TwinsightError =>
    new TwinsightError({
      code: 'fetch-failed',
      message: `The sample “${title}” could not be loaded: ${reason}.`,
      remedy: 'Check the connection and try again, or open a file of your own.',
    });
  let response: Response;
  try {
    response = await fetch(path, { signal });
  } catch {
    signal.throwIfAborted();
    throw failure('the site cannot be reached');
  }
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) throw failure(`the site answered ${response.status}`);
  // A single-page host answers any path with its page.
  if (type.includes('text/html')) throw failure('it is missing on this site');
  return response.blob();
}

export const sampleImagePath = (id: SampleId): string => `${import.meta.env.BASE_URL}samples/${id}.webp`;

/** The image and the recorded twin of a sample that ships with the app. */
export async function fetchSample(id: SampleId, signal: AbortSignal): Promise<SampleFiles> {
  const title = SAMPLES.find((sample) => sample.id === id)?.title ?? id;
  const [image, twin] = await Promise.all([
    fetchPart(sampleImagePath(id), title, signal),
    fetchPart(`${import.meta.env.BASE_URL}samples/${id}.twin.json`, title, signal),
  ]);
  return {
    image: new File([image], `${id}.webp`, { type: image.type || 'image/webp' }),
    twinText: await twin.text(),
  };
}

export const isSampleId = (text: string): text is SampleId => SAMPLES.some((sample) => sample.id === text);
