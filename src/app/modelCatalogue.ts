import type { StoredModel } from '../../workers/contracts/models.ts';
import type { DevicePreference } from '../../workers/contracts/perception.ts';
import { type HubFacts, planHub, proposeVariant } from '../perception/hub/ladder.ts';
import type { HubModel, HubVariant } from '../perception/hub/types.ts';
import type { CatalogueModel, VariantFacts } from '../store/slices/models.ts';

/** What the choice of a variant depends on. */
export interface Machine {
  readonly facts: HubFacts;
  readonly device: DevicePreference;
}

const sum = (files: readonly { readonly approximateBytes: number }[]): number =>
  files.reduce((all, { approximateBytes }) => all + approximateBytes, 0);

/** Why no device of this machine runs a variant; undefined where one does. */
function obstacleOf(model: HubModel, variant: HubVariant, { facts, device }: Machine): string | undefined {
  const { attempts, ruledOut } = planHub({ ...model, variants: [variant] }, facts, device);
  return attempts.length > 0 ? undefined : (ruledOut.at(-1)?.reason ?? 'No device of this machine runs it.');
}

/** The variant that a person chose, else what is stored already, else what suits this machine. */
export function chosenVariant(
  model: HubModel,
  machine: Machine,
  choice: string | undefined,
  stored: StoredModel | undefined,
): HubVariant | undefined {
  return (
    model.variants.find(({ dtype }) => dtype === choice) ??
    model.variants.find((variant) => isWhole(variant, stored)) ??
    proposeVariant(model, machine.facts, machine.device) ??
    model.variants.at(-1)
  );
}

const isWhole = (variant: HubVariant, stored: StoredModel | undefined): boolean => {
  const paths = new Set(stored?.files.map(({ path }) => path));
  return variant.files.every(({ path }) => paths.has(path));
};

/** What the store has of a model, at the revision that the catalogue names. */
export const storedOf = (
  model: Pick<HubModel, 'repository' | 'revision'>,
  stored: readonly StoredModel[],
): StoredModel | undefined =>
  stored.find(({ repository, revision }) => repository === model.repository && revision === model.revision);

/** A catalogue model as the sheet shows it. */
export function describeModel(
  model: HubModel,
  variant: HubVariant,
  machine: Machine,
  stored: StoredModel | undefined,
  held: boolean,
): CatalogueModel {
  const { id, role, title, repository, revision, licence, url, note } = model;
  const variants = model.variants.map(
    (each): VariantFacts => ({
      dtype: each.dtype,
      approximateBytes: sum(each.files),
      memoryBytes: each.memoryBytes,
      obstacle: obstacleOf(model, each, machine),
    }),
  );
  const keptBytes = (stored?.files ?? []).reduce((all, { bytes }) => all + bytes, stored?.partialBytes ?? 0);
  const partial = keptBytes > 0 ? 'partial' : 'none';
  const kept = isWhole(variant, stored) ? 'whole' : held ? 'held' : partial;
  return {
    id,
    role,
    title,
    repository,
    revision: stored?.commit ?? revision,
    licence,
    url,
    note,
    variants,
    dtype: variant.dtype,
    kept,
    keptBytes,
  };
}
