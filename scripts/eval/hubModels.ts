import { hubModelsFor } from '../../src/perception/hub/catalogue.ts';
import type { HubModel, Role } from '../../src/perception/hub/types.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import type { SuiteOptions } from './suite.ts';

/** A model of the hub at work in an app. */
export interface HubInPlace {
  readonly model: HubModel;
  /** As the results name it. */
  readonly name: string;
}

/**
 * The first model that the catalogue has for a role, fetched and loaded; undefined where the embedded models are measured.
 */
export async function hubInPlace(
  app: HeadlessApp,
  role: Role,
  { hub, device, report }: SuiteOptions,
): Promise<HubInPlace | undefined> {
  const [model] = hubModelsFor(role);
  if (hub === undefined || !model) return undefined;
  report(`Fetching ${model.title} from ${hub === '' ? 'the hub' : hub} …`);
  const { device: on, dtype } = await app.loadHub(model, hub, device);
  return { model, name: `${model.id}@${model.revision} (${dtype}, ${on})` };
}
