import { once } from './once.ts';
import type { Policies, PolicySources } from './policies.ts';

/** The policies that are models, whose code is loaded when the first of them is asked. */
export function createLazyPolicies(sources: Omit<PolicySources, 'nano'>): Policies {
  const load = once(async (): Promise<Policies> => {
    const { createSitePolicies } = await import('./sitePolicies.ts');
    return createSitePolicies(sources);
  });
  return { policy: async (id, signal) => (await load()).policy(id, signal) };
}
