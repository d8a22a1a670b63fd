/** The name of a file without its ending, safe for file systems: "photo" from "photo.jpg". */
export function baseName(name: string): string {
  const stem = name.replace(/\.(?:twin\.)?[a-z0-9]{1,5}$/i, '');
  const safe = stem.replace(/[^\p{L}\p{N}._ -]/gu, '_').trim();
  return safe === '' ? 'twin' : safe.slice(0, 80);
}
