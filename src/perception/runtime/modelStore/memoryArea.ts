import type { FileArea } from './fileArea.ts';

/** Files for as long as this thread lives. Blobs of a browser lie outside the thread's heap, so that large ones fit. */
export function createMemoryArea(): FileArea {
  const folders = new Map<string, Map<string, Blob>>();
  const inside = (folder: string): Map<string, Blob> => {
    const known = folders.get(folder) ?? new Map<string, Blob>();
    folders.set(folder, known);
    return known;
  };
  return {
    keeping: 'memory',
    async file(folder, name) {
      const blob = folders.get(folder)?.get(name);
      return blob && new File([blob], name);
    },
    async edit(folder, name) {
      const files = inside(folder);
      let blob = files.get(name) ?? new Blob([]);
      const keep = (next: Blob): void => {
        blob = next;
        files.set(name, next);
      };
      keep(blob);
      return {
        size: async () => blob.size,
        async write(bytes, at) {
          const gap = new Uint8Array(Math.max(0, at - blob.size));
          keep(new Blob([blob.slice(0, at), gap, bytes, blob.slice(at + bytes.byteLength)]));
        },
        truncate: async (size) => keep(blob.slice(0, size)),
        close: async () => undefined,
      };
    },
    async rename(folder, from, to) {
      const files = inside(folder);
      const blob = files.get(from);
      if (!blob) throw new DOMException(`There is no ${from}.`, 'NotFoundError');
      files.set(to, blob);
      files.delete(from);
    },
    async remove(folder, name) {
      if (name === undefined) folders.delete(folder);
      else folders.get(folder)?.delete(name);
    },
    folders: async () => [...folders.keys()].sort(),
    names: async (folder) => [...(folders.get(folder)?.keys() ?? [])].sort(),
  };
}
