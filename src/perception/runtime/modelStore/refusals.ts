import { type ErrorCode, TwinsightError } from '../../../core/errors.ts';
import { formatBytes } from '../../../core/units.ts';
import { pathOf } from './names.ts';

// Every way in which a download can go wrong, with the file, the reason and the remedy. Nothing of the file is kept,
// except where the message says so.

const refusal = (code: ErrorCode, message: string, remedy: string, cause?: unknown): TwinsightError =>
  new TwinsightError({ code, message, remedy }, { cause });

/** The content itself is wrong: what came of it is of no use, however often it is asked for. */
export class WrongContent extends TwinsightError {}

const OTHER_SOURCE = 'Try again later, or choose another source: a mirror, or a folder on this machine.';

export const offline = (path: string, host: string, kept: string, cause?: unknown): TwinsightError =>
  refusal(
    'fetch-failed',
    `${path} could not be fetched: ${host} can't be reached.${kept}`,
    'Check the connection, then resume. Models in a folder on this machine need none.',
    cause,
  );

export const broken = (path: string, have: number, bytes: number | undefined): TwinsightError =>
  refusal(
    'fetch-failed',
    `The connection broke at ${formatBytes(have)}${bytes === undefined ? '' : ` of ${formatBytes(bytes)}`} of ${path}. What came is kept.`,
    'Resume the download: it goes on where it broke.',
  );

export const notFound = (path: string, host: string): TwinsightError =>
  refusal(
    'model-missing',
    `${path} is not at ${host}: the server answered 404.`,
    `The repository may have moved or lack this variant. ${OTHER_SOURCE}`,
  );

export const gated = (path: string, host: string, status: number): TwinsightError =>
  refusal(
    'model-gated',
    `${path} is not given to everybody: ${host} answered ${status}.`,
    'Accept its conditions on the hub and download its files there, then choose their folder here; this page never asks for a password.',
  );

export const serverFault = (path: string, host: string, status: number): TwinsightError =>
  refusal('fetch-failed', `${path} could not be fetched: ${host} answered ${status}.`, OTHER_SOURCE);

export const foreignRedirect = (path: string, host: string, target: string): TwinsightError =>
  refusal(
    'download-refused',
    `${path} was refused: ${host} sent the request on to ${target}, which is not one of its own hosts.`,
    `Nothing was read from there. ${OTHER_SOURCE}`,
  );

export const wrongKind = (path: string, what: string): TwinsightError =>
  refusal(
    'download-refused',
    `${path} was refused: what came is ${what}.`,
    `The address may be wrong, or a sign-in page of the network answers in its place. ${OTHER_SOURCE}`,
  );

export const wrongLength = (path: string, came: number, bytes: number): TwinsightError =>
  new WrongContent({
    code: 'download-refused',
    message: `${path} was refused: ${came > bytes ? 'more than' : `only ${came} of`} the ${bytes} bytes that it should have came.`,
    remedy: OTHER_SOURCE,
  });

export const wrongHash = (path: string, whose: string): TwinsightError =>
  new WrongContent({
    code: 'download-refused',
    message: `${path} was refused: its content differs from the hash that ${whose}.`,
    remedy: `It was changed on the way or at its source. ${OTHER_SOURCE}`,
  });

export const changing = (path: string, host: string): TwinsightError =>
  refusal(
    'download-refused',
    `${path} was refused: ${host} gives other content with every answer.`,
    OTHER_SOURCE,
  );

export const badListing = (host: string, why: string): TwinsightError =>
  refusal('fetch-failed', `The list of files of ${host} can't be read: ${why}.`, OTHER_SOURCE);

export const storageFull = (name: string, cause?: unknown): TwinsightError =>
  refusal(
    'storage-full',
    `There is no room left for ${pathOf(name)}. What came is kept.`,
    'Delete other models or clear space for this site, then resume; or go on in memory, for this visit only.',
    cause,
  );

export const missingInFolder = (path: string): TwinsightError =>
  refusal(
    'model-missing',
    `The folder has no ${path}.`,
    'Choose the folder that holds all files of this model, as the hub lays them out.',
  );

export const cancelled = (path: string): TwinsightError =>
  refusal('cancelled', `The download of ${path} was cancelled. What came is kept.`, 'Resume it at any time.');
