import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileAddress, HUB, isAllowed, parseSource, treeAddress } from './hubAddress.ts';
import { fileName, folderName, parseFolderName } from './names.ts';

const hub = new URL(HUB);

describe('addresses', () => {
  it('follow the layout of the hub', () => {
    expect(fileAddress(hub, 'owner/name', 'main', 'onnx/model 1.onnx').href).toBe(
      'https://huggingface.co/owner/name/resolve/main/onnx/model%201.onnx',
    );
    expect(treeAddress(new URL('https://mirror.example.org/hub/'), 'owner/name', 'refs/pr/1').href).toBe(
      'https://mirror.example.org/hub/api/models/owner/name/tree/refs%2Fpr%2F1?recursive=true',
    );
  });

  it('never leave the repository, whatever the catalogue or a hub says', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (repository, revision, path) => {
        let address: URL;
        try {
          address = fileAddress(hub, repository, revision, path);
        } catch {
          return;
        }
        expect(address.origin).toBe(hub.origin);
        expect(address.pathname.startsWith(`/${repository}/resolve/`)).toBe(true);
      }),
    );
    expect(() => fileAddress(hub, 'owner/name', 'main', '../../other/file')).toThrow('can');
    expect(() => fileAddress(hub, '../name', 'main', 'file')).toThrow('can');
  });
});

describe('the hosts that an answer may come from', () => {
  it.each([
    ['https://huggingface.co/x', true],
    ['https://cdn-lfs-us-1.hf.co/x', true],
    ['https://cas-bridge.xethub.hf.co/x', true],
    ['https://cdn-lfs.huggingface.co/x', true],
    ['http://huggingface.co/x', false],
    ['https://huggingface.co.example.org/x', false],
    ['https://evilhf.co/x', false],
    ['https://example.org/x', false],
  ])('of the hub: %s is %s', (address, allowed) => {
    expect(isAllowed(new URL(address), hub)).toBe(allowed);
  });

  it('of a mirror are itself and the hub’s', () => {
    const mirror = new URL('https://mirror.example.org:8443/hub/');
    expect(isAllowed(new URL('https://mirror.example.org:8443/files/x'), mirror)).toBe(true);
    expect(isAllowed(new URL('https://mirror.example.org/files/x'), mirror)).toBe(false);
    expect(isAllowed(new URL('https://cdn-lfs.hf.co/x'), mirror)).toBe(true);
  });
});

describe('parseSource', () => {
  it.each([
    ['', HUB],
    [' hub.example.org ', 'https://hub.example.org/'],
    ['https://hub.example.org/a?b#c', 'https://hub.example.org/a/'],
    ['http://127.0.0.1:5360', 'http://127.0.0.1:5360/'],
    ['http://localhost:8000/hub/', 'http://localhost:8000/hub/'],
  ])('reads “%s” as %s', (text, address) => {
    const parsed = parseSource(text);
    expect(parsed.ok && parsed.value.href).toBe(address);
  });

  it.each([
    'http://hub.example.org',
    'ftp://hub.example.org',
    'https://user:word@hub.example.org',
    'https://',
  ])('refuses %s', (text) => expect(parseSource(text).ok).toBe(false));

  it('takes any text without throwing, and only ever gives secure or local addresses', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
        const parsed = parseSource(text);
        if (parsed.ok) expect(parsed.value.href).toMatch(/^(https:\/\/|http:\/\/(localhost|127\.|\[::1\]))/);
      }),
      { numRuns: 40 },
    );
  });
});

describe('names in the store', () => {
  it('are one file name each, and lead back to repository and revision', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (repository, revision, path) => {
        const folder = folderName(repository, revision);
        expect(parseFolderName(folder)).toEqual({ repository, revision });
        expect(`${folder}${fileName(path)}`).not.toMatch(/[/\\.]/);
        expect(decodeURIComponent(fileName(path))).toBe(path);
      }),
    );
  });
});
