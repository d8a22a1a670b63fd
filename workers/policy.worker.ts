import { policyContract } from './contracts/policy.ts';
import { policyHandlers } from './policyHandlers.ts';
import { serve } from './rpc/server.ts';

// This script lies one folder below the site's root: in `workers/` of the sources, in `assets/` of a build.
const siteRoot = new URL('../', globalThis.location.href);
const now = (): number => performance.now();
// A task of its own: messages are let in, which a resolved promise would not do.
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

serve(policyContract, policyHandlers({ siteRoot, now, pause }), globalThis, { serial: ['load', 'write'] });
