import { fetchManifest } from '../perception/runtime/siteFiles.ts';
import { createPolicies, type Policies, type PolicySources } from './policies.ts';
import { createPolicyHost } from './policyHost.ts';
import { spawnPolicyWorker } from './spawnPolicyWorker.ts';

/** The policies that are models, with ours read from this site. No worker is started before the first of them is asked. */
export const createSitePolicies = (sources: Omit<PolicySources, 'nano'>): Policies =>
  createPolicies({
    ...sources,
    nano: createPolicyHost({
      model: { id: 'nano' },
      spawn: spawnPolicyWorker,
      manifest: () => fetchManifest({ siteRoot: new URL('./', globalThis.location.href) }),
    }),
  });
