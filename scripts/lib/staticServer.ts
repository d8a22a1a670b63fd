import { createReadStream, type Stats, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { BadInput } from './badInput.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** What a host that can set headers should send: cross-origin isolation (WASM threads) and no type guessing. */
export const ISOLATION_HEADERS: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

export interface StaticServerOptions {
  /** Folder to serve. */
  readonly root: string;
  /** Folder whose files take the place of those of the same path. */
  readonly overlay?: string;
  /** First port to try; the next free one is taken. 0 lets the system choose. */
  readonly port?: number;
  /** Loopback unless told otherwise. */
  readonly host?: string;
  /** `{}` behaves like a plain static host, on which the service worker adds the headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Paths answered with 404 although the file is there (fault injection in tests). */
  readonly missing?: RegExp;
}

export interface StaticServer {
  /** Origin with a trailing slash: "http://127.0.0.1:4173/". */
  readonly url: string;
  close(): Promise<void>;
}

function fileAt(root: string, pathname: string): { path: string; stats: Stats } | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const wanted = normalize(join(root, decoded.endsWith('/') ? `${decoded}index.html` : decoded));
  if (decoded.includes('\0') || !wanted.startsWith(normalize(root) + sep)) return undefined;
  const stats = statSync(wanted, { throwIfNoEntry: false });
  return stats?.isFile() ? { path: wanted, stats } : undefined;
}

function answer(request: IncomingMessage, response: ServerResponse, options: StaticServerOptions): void {
  const headers = options.headers ?? ISOLATION_HEADERS;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end();
    return;
  }
  const pathname = new URL(request.url ?? '/', 'http://localhost').pathname;
  const file = options.missing?.test(pathname)
    ? undefined
    : ((options.overlay === undefined ? undefined : fileAt(options.overlay, pathname)) ??
      fileAt(options.root, pathname));
  if (!file) {
    response.writeHead(404, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  const tag = `"${file.stats.size.toString(36)}-${Math.round(file.stats.mtimeMs).toString(36)}"`;
  const fields = { ...headers, 'Cache-Control': 'no-cache', ETag: tag };
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, fields).end();
    return;
  }
  response.writeHead(200, {
    ...fields,
    'Content-Type': TYPES[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.stats.size,
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response);
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/**
 * Serves a folder over HTTP, on loopback unless told otherwise.
 * @throws {BadInput} when no port near the wanted one is free or the host name is not of this machine
 */
export async function startStaticServer(options: StaticServerOptions): Promise<StaticServer> {
  const host = options.host ?? '127.0.0.1';
  const first = options.port ?? 0;
  const attempts = first === 0 ? 1 : 20;
  for (let port = first; port < first + attempts; port++) {
    const server = createServer((request, response) => answer(request, response, options));
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
    } catch (error) {
      if (isTaken(error)) continue;
      throw new BadInput(
        `Cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : error}`,
      );
    }
    const address = server.address();
    const bound = typeof address === 'object' && address ? address.port : port;
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  }
  throw new BadInput(
    `Ports ${first} to ${first + attempts - 1} on ${host} are all taken; pass another with --port`,
  );
}
