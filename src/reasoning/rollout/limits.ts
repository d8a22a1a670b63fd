/** What a rollout may spend. */
export interface RolloutLimits {
  /** Plans that are run. */
  readonly rounds: number;
  /** Tokens that the policy may write, by `TokenMeter`. */
  readonly tokens: number;
  /** Milliseconds from beginning to end, tools included. */
  readonly ms: number;
}

export const DEFAULT_LIMITS: RolloutLimits = { rounds: 3, tokens: 2048, ms: 120_000 };
