/**
 * Paths of the JavaScript that a built page loads before it can run: its module scripts and what they import
 * statically (Vite lists those as modulepreload links).
 */
export function eagerScripts(html: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return tags.flatMap((tag) => {
    const path = tag.startsWith('<script')
      ? attribute(tag, 'src')
      : attribute(tag, 'rel') === 'modulepreload'
        ? attribute(tag, 'href')
        : undefined;
    return path === undefined ? [] : [path.replace(/^\.\//, '')];
  });
}
