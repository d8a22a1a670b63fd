/** Who can answer anywhere: the hand-written grammar, our own small model, a language model of the hub. */
export const SHIPPED_POLICY_IDS = ['grammar', 'nano', 'hub'] as const;
/** And in the page, a policy that was trained there. */
export const POLICY_IDS = [...SHIPPED_POLICY_IDS, 'tuned'] as const;
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

/** A policy that was trained in the lab, as it stood when it was taken over. */
export interface TunedPolicy {
  /** The policy that it began as, and the world that it was trained on. */
  readonly start: string;
  readonly world: string;
  readonly step: number;
  readonly parameters: number;
  /** Shares of held-out questions of its world that it got right before and after, where measured. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** The policies, and what they are doing. */
export interface PoliciesState {
  /** Who answers the next question. */
  readonly chosen: PolicyId;
  /** Of those that have answered since the page was opened. */
  readonly speeds: Readonly<Partial<Record<PolicyId, PolicySpeed>>>;
  readonly writing: Writing | undefined;
  /** Undefined until one is taken over from the lab; it lasts as long as the page. */
  readonly tuned: TunedPolicy | undefined;
}

export const initialPolicies: PoliciesState = {
  chosen: 'grammar',
  speeds: {},
  writing: undefined,
  tuned: undefined,
};
