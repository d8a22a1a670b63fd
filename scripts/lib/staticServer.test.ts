import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StaticServer, startStaticServer } from './staticServer.ts';

let folder = '';
let server: StaticServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'server-'));
  mkdirSync(join(folder, 'site', 'ort'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'site', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'site', 'ort', 'a b.wasm'), new Uint8Array([0, 97, 115, 109]));
  writeFileSync(join(folder, 'site', 'gone.js'), '1');
  server = await startStaticServer({ root: join(folder, 'site'), missing: /gone/ });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Status of a path sent as it is: fetch would tidy it first. */
const rawStatus = (path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('static server', () => {
  it('listens on loopback only by default', () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });

  it('serves the index with the headers of an isolated page', async () => {
    const response = await fetch(server.url);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(await response.text()).toBe('<!doctype html>');
  });

  it('names the type that WebAssembly compiles from, and decodes paths', async () => {
    const response = await fetch(`${server.url}ort/a%20b.wasm`);
    expect(response.headers.get('content-type')).toBe('application/wasm');
    expect((await response.arrayBuffer()).byteLength).toBe(4);
  });

  it('answers 304 to a file that has not changed', async () => {
    const etag = (await fetch(server.url)).headers.get('etag') ?? '';
    const response = await fetch(server.url, { headers: { 'If-None-Match': etag } });
    expect(response.status).toBe(304);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/ort/..%2f..%2fsecret.txt',
    '/%00',
    '/%',
    '/ort',
    '/none.js',
    '/gone.js',
  ])('answers 404 to %s', async (path) => {
    expect(await rawStatus(path)).toBe(404);
  });

  it('serves what lies in the overlay in place of the file of the same path', async () => {
    mkdirSync(join(folder, 'overlay'));
    writeFileSync(join(folder, 'overlay', 'gone.js'), '2');
    const overlaid = await startStaticServer({
      root: join(folder, 'site'),
      overlay: join(folder, 'overlay'),
    });
    expect(await (await fetch(`${overlaid.url}gone.js`)).text()).toBe('2');
    expect(await (await fetch(overlaid.url)).text()).toBe('<!doctype html>');
    await overlaid.close();
  });

  it('refuses to be written to', async () => {
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
  });

  it('takes the next free port when the wanted one is taken', async () => {
    const port = Number(new URL(server.url).port);
    const second = await startStaticServer({ root: folder, port });
    expect(Number(new URL(second.url).port)).toBeGreaterThan(port);
    await second.close();
  });
});
