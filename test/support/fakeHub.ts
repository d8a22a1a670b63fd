import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** How the hub misbehaves for files whose path matches. */
export interface HubFault {
  readonly kind:
    | 'drop' // the connection breaks after `after` bytes of every answer
    | 'wrong-byte'
    | 'html' // a page, with status 200
    | 'not-found'
    | 'unauthorised'
    | 'bad-range' // 416 for every range
    | 'short' // fewer bytes than the file has, in a complete answer
    | 'long'
    | 'foreign-redirect' // to `to`
    | 'no-range' // ranges are ignored
    | 'changed' // another content and tag with each answer
    | 'stall'; // the head, then nothing
  readonly path: RegExp;
  readonly after?: number;
  /** For `drop`: how many answers break; all where not given. */
  readonly times?: number;
  readonly to?: string;
}

export interface FakeHubOptions {
  readonly port?: number;
  /** Files by repository and path. */
  readonly repositories: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  /** Bytes per second of each file, to see progress by. */
  readonly bytesPerSecond?: number;
  /** A mirror without the hub's lists of files. */
  readonly listings?: boolean;
}

/** One request for a file's content, after its redirect. */
export interface HubRequest {
  readonly repository: string;
  readonly path: string;
  readonly range: string | undefined;
  /** Bytes of content sent so far. */
  sent: number;
}

/** A hub on this machine with the layout of the real one, its redirects and its faults. */
export interface FakeHub {
  /** With a slash at its end. */
  readonly url: string;
  readonly origin: string;
  readonly commit: string;
  readonly requests: readonly HubRequest[];
  /** Everything asked of it, in order, as "GET /path". */
  readonly log: readonly string[];
  faults: readonly HubFault[];
  bytesPerSecond: number | undefined;
  /** Forgets `requests` and `log`. */
  reset(): void;
  close(): Promise<void>;
}

const hash = (algorithm: string, ...parts: readonly (string | Uint8Array)[]): string => {
  const digest = createHash(algorithm);
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
};

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes);
const gitObjectId = (bytes: Uint8Array): string => hash('sha1', `blob ${bytes.byteLength}\0`, bytes);

/** The real hub keeps large and binary files outside Git. */
const isLarge = (path: string): boolean => !/\.(json|txt|md)$/.test(path);

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'ETag, Link, Accept-Ranges, Content-Range, X-Repo-Commit, X-Linked-ETag, X-Linked-Size',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

const TREE_PAGE = 3; // so that every listing of a model has a second page

export async function startFakeHub(options: FakeHubOptions): Promise<FakeHub> {
  const requests: HubRequest[] = [];
  const log: string[] = [];
  const commit = hash('sha1', JSON.stringify(Object.keys(options.repositories)));
  const drops = new Map<HubFault, number>();
  let versions = 0;
  let faults: readonly HubFault[] = [];
  let bytesPerSecond = options.bytesPerSecond;

  const fault = (path: string, ...kinds: readonly HubFault['kind'][]): HubFault | undefined =>
    faults.find((candidate) => candidate.path.test(path) && kinds.includes(candidate.kind));

  const fail = (response: ServerResponse, status: number, text: string): void => {
    response.writeHead(status, { ...CORS, 'Content-Type': 'text/plain' }).end(text);
  };

  const sendJson = (response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void => {
    response
      .writeHead(200, { ...CORS, 'Content-Type': 'application/json', ...headers })
      .end(JSON.stringify(value));
  };

  function sendTree(response: ServerResponse, files: Readonly<Record<string, Uint8Array>>, url: URL): void {
    const page = Number(url.searchParams.get('cursor') ?? 0);
    const entries = Object.entries(files).map(([path, bytes]) => ({
      type: 'file',
      path,
      size: bytes.byteLength,
      oid: gitObjectId(bytes),
      ...(isLarge(path) ? { lfs: { oid: sha256(bytes), size: bytes.byteLength, pointerSize: 130 } } : {}),
    }));
    const from = page * TREE_PAGE;
    url.searchParams.set('cursor', String(page + 1));
    const more = entries.length > from + TREE_PAGE;
    sendJson(
      response,
      [
        { type: 'directory', path: 'onnx', size: 0, oid: '0'.repeat(40) },
        ...entries.slice(from, from + TREE_PAGE),
      ],
      more ? { Link: `<${url.href}>; rel="next"` } : {},
    );
  }

  async function pour(response: ServerResponse, body: Uint8Array, request: HubRequest, breakAt: number) {
    const step = bytesPerSecond === undefined ? 1 << 18 : Math.max(1, Math.round(bytesPerSecond / 20));
    for (let at = 0; at < body.byteLength && !response.destroyed; at += step) {
      const piece = body.subarray(at, Math.min(body.byteLength, at + step, breakAt));
      request.sent += piece.byteLength;
      const drained = response.write(piece);
      if (at + step >= breakAt) {
        // What was written must leave before the connection does.
        setTimeout(() => response.destroy(), 30);
        return;
      }
      if (bytesPerSecond !== undefined) await new Promise((resolve) => setTimeout(resolve, 50));
      else if (!drained) await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  }

  function dropAfter(path: string): number {
    const drop = fault(path, 'drop');
    const dropped = drop ? (drops.get(drop) ?? 0) : 0;
    if (drop === undefined || dropped >= (drop.times ?? Number.POSITIVE_INFINITY))
      return Number.POSITIVE_INFINITY;
    drops.set(drop, dropped + 1);
    return drop.after ?? 0;
  }

  /** The content as a faulty hub gives it. */
  function disturbed(path: string, bytes: Uint8Array): Uint8Array {
    if (fault(path, 'short')) return bytes.subarray(0, bytes.byteLength - 7);
    if (fault(path, 'long')) return Buffer.concat([bytes, Buffer.from('surplus')]);
    if (!fault(path, 'wrong-byte')) return bytes;
    const middle = bytes.byteLength >> 1;
    return bytes.map((byte, index) => (index === middle ? byte ^ 0xff : byte));
  }

  function sendContent(
    request: IncomingMessage,
    response: ServerResponse,
    place: { repository: string; path: string; bytes: Uint8Array },
  ): void {
    const { repository, path } = place;
    const bytes = disturbed(path, place.bytes);
    const tag = fault(path, 'changed') ? `version ${versions++}` : sha256(place.bytes);
    const range = fault(path, 'no-range') ? undefined : request.headers.range;
    if (range !== undefined && fault(path, 'bad-range')) {
      fail(response, 416, 'Range not satisfiable');
      return;
    }
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
    const start = Number(from ?? 0);
    const end = to ? Math.min(Number(to) + 1, bytes.byteLength) : bytes.byteLength;
    const body = bytes.subarray(start, end);
    response.writeHead(from === undefined ? 200 : 206, {
      ...CORS,
      'Content-Type': path.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      'Content-Length': body.byteLength,
      ETag: `"${tag}"`,
      ...(from === undefined ? {} : { 'Content-Range': `bytes ${start}-${end - 1}/${bytes.byteLength}` }),
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const entry: HubRequest = { repository, path, range: request.headers.range, sent: 0 };
    requests.push(entry);
    if (fault(path, 'stall')) {
      response.flushHeaders();
      return;
    }
    void pour(response, body, entry, dropAfter(path));
  }

  function resolveFile(request: IncomingMessage, response: ServerResponse, url: URL, path: string): void {
    const redirect = fault(path, 'foreign-redirect');
    if (redirect?.to !== undefined) {
      response.writeHead(302, { ...CORS, Location: new URL(path, redirect.to).href }).end();
    } else if (fault(path, 'not-found')) fail(response, 404, 'Entry not found');
    else if (fault(path, 'unauthorised')) fail(response, 401, 'Access to this model is restricted');
    else if (fault(path, 'html')) {
      response
        .writeHead(200, { ...CORS, 'Content-Type': 'text/html; charset=utf-8' })
        .end('<!doctype html><title>Sign in to this network</title>');
    } else if (isLarge(path)) {
      response.writeHead(302, { ...CORS, Location: url.pathname.replace('/', '/cdn/') }).end();
    } else answerContent(request, response, url.pathname);
  }

  function answerContent(request: IncomingMessage, response: ServerResponse, pathname: string): void {
    const [, repository = '', encoded = ''] = /^\/(.+?)\/resolve\/[^/]+\/(.+)$/.exec(pathname) ?? [];
    const path = decodeURIComponent(encoded);
    const bytes = options.repositories[repository]?.[path];
    if (!bytes) {
      fail(response, 404, 'Entry not found');
      return;
    }
    sendContent(request, response, { repository, path, bytes });
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    log.push(`${request.method} ${url.pathname}`);
    if (request.method === 'OPTIONS') {
      fail(response, 405, 'This host answers no preflight');
      return;
    }
    const api = /^\/api\/models\/(.+)\/(revision|tree)\/[^/]+$/.exec(url.pathname);
    if (api) {
      const files = options.repositories[api[1] ?? ''];
      if (options.listings === false || !files) {
        fail(response, 404, 'Repository not found');
        return;
      }
      if (api[2] === 'tree') {
        sendTree(response, files, url);
        return;
      }
      sendJson(response, { id: api[1], sha: commit, gated: false });
      return;
    }
    if (url.pathname.startsWith('/cdn/')) {
      answerContent(request, response, url.pathname.slice('/cdn'.length));
      return;
    }
    const [, path = ''] = /\/resolve\/[^/]+\/(.+)$/.exec(url.pathname) ?? [];
    resolveFile(request, response, url, decodeURIComponent(path));
  }

  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  return {
    url: `${origin}/`,
    origin,
    commit,
    requests,
    log,
    get faults() {
      return faults;
    },
    set faults(next) {
      faults = next;
    },
    get bytesPerSecond() {
      return bytesPerSecond;
    },
    set bytesPerSecond(next) {
      bytesPerSecond = next;
    },
    reset() {
      requests.length = 0;
      log.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Bytes of content that a hub has sent, of one file or of all. */
export const bytesSent = (hub: FakeHub, path?: string): number =>
  hub.requests.reduce(
    (sum, request) => sum + (path === undefined || request.path === path ? request.sent : 0),
    0,
  );
