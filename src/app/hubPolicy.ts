import type { Written } from '../../workers/contracts/hub.ts';
import { TextStream } from '../core/textStream.ts';
import type { HubModel } from '../perception/hub/types.ts';
import { chatMessages } from '../reasoning/policies/chat/messages.ts';
import { DEFAULT_LIMITS, type RolloutLimits } from '../reasoning/rollout/limits.ts';
import type { Policy } from '../reasoning/rollout/policy.ts';
import type { HubHost, WritingOptions } from './hubHost.ts';

/** What a language model on a CPU may take: it reads a thousand tokens before it writes the first. */
export const HUB_POLICY_LIMITS: RolloutLimits = { ...DEFAULT_LIMITS, ms: 900_000 };

export interface HubPolicyOptions {
  readonly model: HubModel;
  readonly host: () => Promise<Pick<HubHost, 'write'>>;
  readonly limits?: RolloutLimits;
  /** Whether only well-formed rollouts can be written; on unless switched off. */
  readonly constrained?: boolean;
  readonly onProgress?: WritingOptions['onProgress'];
  /** Ends the writing at once; without it, it ends where nobody reads on. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each turn what it took. */
  readonly onWritten?: ((written: Written) => void) | undefined;
}

/** A language model of the hub as a policy: it reads the prompt with worked examples, and writes under the constraint. */
export function createHubPolicy(options: HubPolicyOptions): Policy {
  const { model, host, limits = HUB_POLICY_LIMITS, constrained = true, onProgress, onWritten } = options;
  return {
    id: 'hub',
    write({ prompt, transcript, video }) {
      const stopping = new AbortController();
      const stream = new TextStream(() => stopping.abort());
      const writing = async (): Promise<void> => {
        const written = await (await host()).write(
          model,
          {
            messages: chatMessages(prompt),
            transcript,
            constrained,
            rounds: limits.rounds,
            video,
            maxTokens: limits.tokens,
          },
          {
            signal: options.signal ? AbortSignal.any([stopping.signal, options.signal]) : stopping.signal,
            onText: (text) => stream.push(text),
            ...(onProgress ? { onProgress } : {}),
          },
        );
        onWritten?.(written);
      };
      writing().then(
        () => stream.end(),
        (thrown: unknown) => stream.fail(thrown),
      );
      return stream;
    },
  };
}
