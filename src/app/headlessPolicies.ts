import type { PolicyReport, Written } from '../../workers/contracts/policy.ts';
import { fetchManifest } from '../perception/runtime/siteFiles.ts';
import type { Policy } from '../reasoning/rollout/policy.ts';
import type { PolicyId } from '../store/slices/policies.ts';
import { policyPrompt } from '../training/model/prompt.ts';
import { createPolicies, type PolicySources } from './policies.ts';
import { createPolicyHost } from './policyHost.ts';
import { spawnPolicyWorker } from './spawnPolicyWorker.ts';

/** What our own model takes to write. */
export interface PolicyTimes extends PolicyReport {
  /** The first turn of each question. */
  readonly turns: readonly Written[];
}

/** The policies that are models, for `headless.html`. */
export interface HeadlessPolicies {
  /** Undefined for the grammar. */
  policy(id: PolicyId): Promise<Policy | undefined>;
  time(questions: readonly string[]): Promise<PolicyTimes>;
}

/** @param hub the language model of the hub that is at work */
export function createHeadlessPolicies(hub: PolicySources['hub']): HeadlessPolicies {
  const nano = createPolicyHost({
    model: { id: 'nano' },
    spawn: spawnPolicyWorker,
    manifest: () => fetchManifest({ siteRoot: new URL('./', globalThis.location.href) }),
  });
  const policies = createPolicies({ nano, hub, onSpeed: () => undefined });
  return {
    policy: async (id) => (id === 'grammar' ? undefined : policies.policy(id, new AbortController().signal)),
    async time(questions) {
      const report = await nano.load();
      const turns: Written[] = [];
      const policy = nano.policy({ onWritten: (written) => turns.push(written) });
      for (const question of questions) {
        const turn = { prompt: policyPrompt(question), transcript: '', video: false };
        for await (const _text of policy.write(turn));
      }
      return { ...report, turns };
    },
  };
}
