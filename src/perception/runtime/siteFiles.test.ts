import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchManifest, fetchVerified } from './siteFiles.ts';

const content = Buffer.from('weights '.repeat(1000));
const file = {
  file: 'models/a.onnx',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

const servers: Server[] = [];
async function serving(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a string only for pipes
  return new URL(`http://127.0.0.1:${port}/repo/`);
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('fetchVerified', () => {
  it('hands over the bytes of a file below the site root, and reports progress', async () => {
    const paths: (string | undefined)[] = [];
    const siteRoot = await serving((request, response) => {
      paths.push(request.url);
      response.end(content);
    });
    let received = 0;
    const bytes = await fetchVerified(file, {
      siteRoot,
      onBytes: (count) => {
        received = count;
      },
    });
    expect(Buffer.from(bytes).equals(content)).toBe(true);
    expect(received).toBe(content.length);
    expect(paths).toEqual(['/repo/models/a.onnx']);
  });

  it('refuses a missing file, and a web page in its place, as model-missing', async () => {
    const gone = await serving((_, response) => response.writeHead(404).end());
    await expect(fetchVerified(file, { siteRoot: gone })).rejects.toMatchObject({ code: 'model-missing' });
    const page = await serving((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
    );
    const error = await fetchVerified(file, { siteRoot: page }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'model-missing' });
    expect(String(error)).toContain('models/a.onnx');
  });

  it.each([
    ['too short', content.subarray(1)],
    ['too long', Buffer.concat([content, content])],
    ['of the right length but changed', Buffer.from(content).fill(7, 0, 1)],
  ])('asks twice, then refuses a file that is %s', async (_, body) => {
    let requests = 0;
    const siteRoot = await serving((_request, response) => {
      requests += 1;
      response.end(body);
    });
    await expect(fetchVerified(file, { siteRoot })).rejects.toMatchObject({ code: 'fetch-failed' });
    expect(requests).toBe(2);
  });

  it('recovers when only the first copy was damaged', async () => {
    let requests = 0;
    const siteRoot = await serving((_, response) => response.end(requests++ === 0 ? 'damaged' : content));
    expect((await fetchVerified(file, { siteRoot })).byteLength).toBe(content.length);
  });

  it('says what was wrong with a damaged copy where no other can be had', async () => {
    let requests = 0;
    const siteRoot = await serving((request, response) => {
      requests += 1;
      if (requests === 1) response.end('damaged');
      else request.socket.destroy();
    });
    await expect(fetchVerified(file, { siteRoot })).rejects.toThrow(/did not arrive as it was built: 7 of/);
    expect(requests).toBe(2);
  });

  it('refuses where no server answers, and asks no second time', async () => {
    let requests = 0;
    const siteRoot = await serving((request) => {
      requests += 1;
      request.socket.destroy();
    });
    await expect(fetchVerified(file, { siteRoot })).rejects.toMatchObject({ code: 'fetch-failed' });
    expect(requests).toBe(1);
  });

  it('rejects with cancelled when aborted on the way', async () => {
    const controller = new AbortController();
    const siteRoot = await serving((_, response) => {
      response.write(content.subarray(0, 100));
    });
    const fetching = fetchVerified(file, {
      siteRoot,
      signal: controller.signal,
      onBytes: () => controller.abort(),
    });
    await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('fetchManifest', () => {
  it('refuses what is not JSON, and JSON that is no manifest', async () => {
    const text = await serving((_, response) => response.end('oops'));
    await expect(fetchManifest({ siteRoot: text })).rejects.toMatchObject({ code: 'fetch-failed' });
    const json = await serving((_, response) => response.end('{"version":1}'));
    await expect(fetchManifest({ siteRoot: json })).rejects.toMatchObject({ code: 'model-load-failed' });
  });
});
