/** Who can answer: the hand-written grammar, our own small model, a language model of the hub. */
export const POLICY_IDS = ['grammar', 'nano', 'hub'] as const;
export type PolicyId = (typeof POLICY_IDS)[number];

export const isPolicyId = (name: string): name is PolicyId => POLICY_IDS.some((id) => id === name);

/** How fast a policy wrote on this machine, measured at its latest answer. */
export interface PolicySpeed {
  readonly tokens: number;
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
}

/** A rollout while it is written. */
export interface Writing {
  readonly policy: PolicyId;
  /** All that was written so far, results included. */
  readonly transcript: string;
}

/** The policies, and what they are doing. */
export interface PoliciesState {
  /** Who answers the next question. */
  readonly chosen: PolicyId;
  /** Of those that have answered since the page was opened. */
  readonly speeds: Readonly<Partial<Record<PolicyId, PolicySpeed>>>;
  readonly writing: Writing | undefined;
}

export const initialPolicies: PoliciesState = { chosen: 'grammar', speeds: {}, writing: undefined };
