import type { FileVerdict, HashSource, ModelPlan, StorageFacts } from '../../../workers/contracts/models.ts';
import { formatBytes } from '../../core/units.ts';
import type { CatalogueModel, ModelJob, ModelRole } from '../../store/slices/models.ts';

interface RoleText {
  readonly title: string;
  readonly does: string;
  /** The model that comes with the app. */
  readonly embedded: string;
  readonly about: string;
  /** Its task in the manifest of embedded models; undefined where it has no weights. */
  readonly task: string | undefined;
}

export const ROLES: Readonly<Record<ModelRole, RoleText>> = {
  detect: {
    title: 'Detect',
    does: 'finds the objects of a photo and their boxes',
    embedded: 'CenterNet-MobileNetV3',
    about: '80 kinds of things (COCO)',
    task: 'detect',
  },
  find: {
    title: 'Find by words',
    does: 'finds what a question names, beyond the 80 kinds',
    embedded: 'None',
    about: 'questions see what the detector knows',
    task: undefined,
  },
  segment: {
    title: 'Segment',
    does: 'outlines objects, and what you point at',
    embedded: 'Mask head of our own',
    about: 'from the detector’s features',
    task: 'segment',
  },
  depth: {
    title: 'Depth',
    does: 'tells how far things are',
    embedded: 'Geometric prior',
    about: 'ground plane and known sizes: an estimate, no weights',
    task: undefined,
  },
  describe: {
    title: 'Describe',
    does: 'names materials and states, and captions the photo',
    embedded: 'None',
    about: 'colours, sizes and places are computed from pixels and twin',
    task: undefined,
  },
  policy: {
    title: 'Answer',
    does: 'reads a question and writes the program that answers it',
    embedded: 'Grammar, and a small language model of our own',
    about: 'the grammar is code, the model was trained on our own worlds',
    task: undefined,
  },
};

export const PHASES: Readonly<Record<ModelJob['phase'], string>> = {
  planning: 'Asking for the list of files',
  waiting: 'Another tab downloads this model; waiting for it',
  downloading: 'Downloading',
  checking: 'Checking what came',
  copying: 'Checking and copying',
  verifying: 'Reading the files back',
  compiling: 'Loading and compiling',
  testing: 'Testing on a known picture or text',
};

export const CHECKS: Readonly<Record<HashSource, string>> = {
  catalogue: 'SHA-256 of this app',
  pinned: 'SHA-256 of the first download',
  hub: 'SHA-256 of the hub',
  git: 'Git hash of the hub',
  learnt: 'nothing: pinned from then on',
};

export const DTYPES: Readonly<Record<string, string>> = {
  fp32: 'fp32: full precision',
  fp16: 'fp16: half precision',
  q8: 'q8: 8-bit integers',
  q4: 'q4: 4-bit integers',
  q4f16: 'q4f16: 4-bit integers, half precision',
};

export const freeBytes = ({ quotaBytes, usageBytes }: StorageFacts): number | undefined =>
  quotaBytes === undefined || usageBytes === undefined ? undefined : Math.max(0, quotaBytes - usageBytes);

/** "29.1 MB here", "12.0 MB of it here", "29.1 MB to fetch": what a list says of a model. */
export function keptText({ kept, keptBytes, variants, dtype }: CatalogueModel): string {
  const bytes = variants.find((variant) => variant.dtype === dtype)?.approximateBytes ?? 0;
  switch (kept) {
    case 'whole':
      return `${formatBytes(keptBytes)} here`;
    case 'held':
      return 'in memory, for this visit';
    case 'partial':
      return `${formatBytes(keptBytes)} of about ${formatBytes(bytes)} here`;
    case 'none':
      return `about ${formatBytes(bytes)} to download`;
  }
}

/** Where the files would be kept, and for how long. */
export function keepingText({ keeping, reason, persisted }: StorageFacts): string {
  if (keeping === 'memory') return reason ?? 'Models are kept in memory, for this visit only.';
  return persisted
    ? 'The browser keeps what is stored until you delete it.'
    : 'The browser may clear what is stored when the disk runs full.';
}

/** What a check of stored files found. */
export function verdictText(verdicts: readonly FileVerdict[]): string {
  const bad = verdicts.filter(({ state }) => state !== 'whole');
  if (verdicts.length === 0) return 'There is no whole file to check.';
  if (bad.length === 0) return `All ${verdicts.length} files are as they were when they were stored.`;
  const bytes = bad.reduce((sum, { damagedBytes }) => sum + damagedBytes, 0);
  const names = bad.map(({ path, state }) => `${path} is ${state}`).join(', ');
  return `${names}. Download ${formatBytes(bytes)} again to mend it; the rest stays.`;
}

/** The words on the consent button. */
export function consentText({ fetchBytes, totalBytes, fits, storage }: ModelPlan): string {
  if (fetchBytes === 0) return 'Load and use it';
  const into = fits && storage.keeping === 'disk' ? '' : ' into memory';
  const verb = fetchBytes < totalBytes ? 'Resume: download' : 'Download';
  return `${verb} ${formatBytes(fetchBytes)}${into}`;
}
