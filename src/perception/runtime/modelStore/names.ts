/** Folder of the origin's private file system that holds all models. */
export const STORE_FOLDER = 'models';

/** Repository and revision as one folder name; any two of them differ, and none leaves its folder. */
export const folderName = (repository: string, revision: string): string =>
  `${encode(repository)}@${encode(revision)}`;

/** What a folder name stands for, or undefined where it is none of ours. */
export function parseFolderName(name: string): { repository: string; revision: string } | undefined {
  const [repository, revision, ...rest] = name.split('@');
  if (!repository || !revision || rest.length > 0) return undefined;
  return { repository: decode(repository), revision: decode(revision) };
}

/** A path within the repository as one file name: folders of one level are enough for a store. */
export const fileName = (path: string): string => encode(path);

/** Beside each file: its record once it is whole; until then its content so far, and the journal of that. */
export const recordName = (path: string): string => `${encode(path)}.record`;
export const partName = (path: string): string => `${encode(path)}.part`;
export const journalName = (path: string): string => `${encode(path)}.journal`;

/** The path that any of these names is about. */
export const pathOf = (name: string): string => decode(name.replace(/\.(record|part|journal)$/, ''));

/** What was learnt of a model at its first download; stays when its files are deleted. */
export const PINS = 'pins';

// A dot would let a path look like a record, and `~` like a folder on some systems.
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll('.', '%2E').replaceAll('~', '%7E');
const decode = (text: string): string => decodeURIComponent(text);
