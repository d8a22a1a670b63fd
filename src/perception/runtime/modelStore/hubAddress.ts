import { type ErrorDetails, TwinsightError } from '../../../core/errors.ts';
import { err, ok, type Result } from '../../../core/result.ts';

/** The hub, and the layout that mirrors share: `{repository}/resolve/{revision}/{path}` and `api/models/…`. */
export const HUB = 'https://huggingface.co/';

/** Hosts that the hub sends file requests on to. */
const isHubHost = ({ protocol, hostname, port }: URL): boolean =>
  protocol === 'https:' &&
  port === '' &&
  (hostname === 'huggingface.co' || hostname.endsWith('.huggingface.co') || hostname.endsWith('.hf.co'));

/** Whether an answer from `url` may be read, when `base` was asked: from itself, or from a host of the hub. */
export const isAllowed = (url: URL, base: URL): boolean => url.origin === base.origin || isHubHost(url);

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]';

/** The address of a mirror as a person wrote it, with a slash at its end. Empty text means the hub itself. */
export function parseSource(text: string): Result<URL, ErrorDetails> {
  const trimmed = text.trim();
  if (trimmed === '') return ok(new URL(HUB));
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const refuse = (message: string): Result<URL, ErrorDetails> =>
    err({
      code: 'bad-request',
      message,
      remedy:
        'Write the address under which the mirror has the hub’s layout, such as https://hub.example.org/.',
    });
  if (!URL.canParse(address)) return refuse('This is not a web address.');
  const url = new URL(address);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!secure) return refuse('A mirror must be reached over https.');
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'An address with a user name or a password is refused: it would be sent with every request.',
    );
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return ok(url);
}

const bad = (what: string): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: `${what} can't be part of an address on the hub.`,
    remedy: 'Choose another model.',
  });

function repositoryPath(repository: string): string {
  const parts = repository.split('/');
  const fine = parts.length <= 2 && parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part));
  if (!fine) throw bad(`The repository name “${repository}”`);
  return repository;
}

function encodePath(path: string): string {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || /^\.+$/.test(part) || part.includes('\\'))) throw bad(`“${path}”`);
  return parts.map(encodeURIComponent).join('/');
}

/** Where the content of a file is. Throws `bad-request` for names that would leave the repository. */
export const fileAddress = (base: URL, repository: string, revision: string, path: string): URL =>
  new URL(`${repositoryPath(repository)}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`, base);

/** Where the hub names the commit of a revision. */
export const revisionAddress = (base: URL, repository: string, revision: string): URL =>
  new URL(`api/models/${repositoryPath(repository)}/revision/${encodeURIComponent(revision)}`, base);

/** Where the hub lists all files of a commit with sizes and hashes. */
export const treeAddress = (base: URL, repository: string, revision: string): URL =>
  new URL(
    `api/models/${repositoryPath(repository)}/tree/${encodeURIComponent(revision)}?recursive=true`,
    base,
  );
