import type { Written } from '../../workers/contracts/policy.ts';
import { TwinsightError } from '../core/errors.ts';
import type { Policy } from '../reasoning/rollout/policy.ts';
import type { PolicyId, PolicySpeed } from '../store/slices/policies.ts';
import type { PolicyHost, WriteHooks } from './policyHost.ts';

/** The policies that are models; the grammar needs none of this. */
export type ModelPolicyId = Exclude<PolicyId, 'grammar'>;

/** The policies that are models, ready to write. */
export interface Policies {
  /**
   * Loads what a policy needs; ends with `signal`, as what it writes later does.
   * @throws {TwinsightError} `model-missing` where it is not at hand, or what loading failed with
   */
  policy(id: ModelPolicyId, signal: AbortSignal): Promise<Policy>;
}

export interface PolicySources {
  readonly nano: PolicyHost;
  /** The policy that was trained in this page; undefined where none was taken over. */
  readonly tuned?: () => PolicyHost | undefined;
  /** The language model of the hub that a person chose; undefined where none is. */
  readonly hub: (hooks: WriteHooks) => Promise<Policy | undefined>;
  /** Told how fast a policy wrote. */
  readonly onSpeed: (id: ModelPolicyId, speed: PolicySpeed) => void;
}

export function createPolicies({ nano, tuned, hub, onSpeed }: PolicySources): Policies {
  return {
    async policy(id, signal) {
      // Of the turns of one answer the first is told: later ones find the prompt read.
      let told = false;
      const hooks: WriteHooks = {
        signal,
        onWritten: (written) => {
          if (!told) onSpeed(id, speedOf(written));
          told = true;
        },
      };
      if (id === 'hub') {
        const policy = await hub(hooks);
        if (!policy) throw noHubModel();
        return policy;
      }
      const host = id === 'tuned' ? tuned?.() : nano;
      if (!host) throw noTunedPolicy();
      await host.load(signal);
      return host.policy(hooks);
    },
  };
}

/** The first token is paid for by the prompt: the others tell how fast a policy writes. */
export const speedOf = ({ tokens, firstTokenMs, ms }: Omit<Written, 'end'>): PolicySpeed => ({
  tokens,
  firstTokenMs,
  tokensPerSecond: tokens > 1 && ms > firstTokenMs ? (1000 * (tokens - 1)) / (ms - firstTokenMs) : 0,
});

const noTunedPolicy = (): TwinsightError =>
  new TwinsightError({
    code: 'model-missing',
    message: 'No policy was trained in this page.',
    remedy: 'Open the run in the Lab and choose “Ask with it”.',
  });

const noHubModel = (): TwinsightError =>
  new TwinsightError({
    code: 'model-missing',
    message: 'No language model of the hub is chosen.',
    remedy: 'Choose one in Models, or ask with another policy.',
  });
