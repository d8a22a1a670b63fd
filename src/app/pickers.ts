/** Kinds of files that can be opened, in the form that `<input accept>` takes. */
const ACCEPT =
  'image/png,image/jpeg,image/webp,image/avif,image/gif,image/bmp,video/mp4,video/quicktime,video/webm,.mkv,' +
  'application/json,.json,.jsonl,.txt,.csv';

/** Shows the system's file picker, by default for all that can be opened; nothing is called where the person cancels. */
export function pickFiles(onFiles: (files: readonly File[]) => void, accept = ACCEPT): void {
  pick({ accept }, onFiles);
}

/** Shows the system's folder picker and hands its files over with their paths, which start with the folder's name. */
export function pickFolder(
  onFiles: (files: readonly { readonly path: string; readonly file: File }[]) => void,
): void {
  pick({ webkitdirectory: true }, (files) =>
    onFiles(files.map((file) => ({ path: file.webkitRelativePath || file.name, file }))),
  );
}

function pick(
  options: Partial<Pick<HTMLInputElement, 'accept' | 'webkitdirectory'>>,
  onFiles: (files: readonly File[]) => void,
): void {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', multiple: true, hidden: true, ...options });
  // In the document while the picker is open: Safari forgets inputs that are not.
  document.body.append(input);
  input.addEventListener('cancel', () => input.remove(), { once: true });
  input.addEventListener(
    'change',
    () => {
      onFiles([...(input.files ?? [])]);
      input.remove();
    },
    { once: true },
  );
  input.click();
}
