import type { RolloutOutcome } from '../../twin/trace/schema.ts';

/** What became of a rollout, in words. */
export function outcomeText(outcome: RolloutOutcome): string {
  switch (outcome.kind) {
    case 'answered':
      return 'answered';
    case 'wrong-answer':
      return `no answer: ${outcome.message}`;
    case 'malformed':
      return `not in the form of a rollout: ${outcome.fault.message}`;
    case 'over-budget':
      return `ended: the budget of ${outcome.budget} was spent`;
    case 'failed':
      return `the ${outcome.where} failed: ${outcome.message}`;
    case 'cancelled':
      return 'cancelled';
  }
}
