/** Static hosts and sign-in pages answer anything with a page, often with status 200. */
export const isPage = (response: Response): boolean =>
  response.headers.get('content-type')?.toLowerCase().startsWith('text/html') === true;

const startsWith = (head: Uint8Array, text: string): boolean => {
  const start = new TextDecoder().decode(head.subarray(0, 256)).trimStart().toLowerCase();
  return start.startsWith(text);
};

/**
 * What the first bytes of a download are, where they can't be of the file that was wanted; undefined where nothing speaks
 * against it.
 */
export function foreignContent(path: string, head: Uint8Array): string | undefined {
  if (startsWith(head, '<!doctype html') || startsWith(head, '<html')) return 'a web page';
  if (startsWith(head, '<?xml')) return 'an XML message of a server';
  if (startsWith(head, 'version https://git-lfs')) return 'a pointer to the file, not the file';
  // An ONNX model is a protocol buffer whose first field is the format version (tag 1, varint).
  if (path.endsWith('.onnx') && head.length > 0 && head[0] !== 0x08) return 'not an ONNX model';
  if (path.endsWith('.json') && head.length > 0 && !/^[\s{["\dtfn-]/.test(String.fromCharCode(head[0] ?? 0)))
    return 'not JSON';
  return undefined;
}
