import { formatBytes } from '../core/units.ts';
import figures from './policyFigures.json' with { type: 'json' };
import type { PolicyId, TunedPolicy } from './slices/policies.ts';

/** Shares of right answers on the built-in benchmarks, in [0, 1]; null where they are not measured yet. */
interface Accuracy {
  readonly clevr: number | null;
  readonly photoqa: number | null;
}

/** What a person should know of a policy before asking it. */
export interface PolicyCard {
  readonly id: PolicyId;
  readonly title: string;
  readonly what: string;
  readonly size: string;
  /** Undefined for a model that the person brings. */
  readonly accuracy: Accuracy | undefined;
  readonly limits: string;
}

const { nano, grammar } = figures;

/**
 * One card a policy. The figures are those of `npm run eval -- --suite clevr --policy NAME` on official questions, and of
 * `npm run eval -- --suite photoqa --twin oracle --policy NAME`; docs/models.md has them in full.
 */
const POLICY_CARDS: readonly PolicyCard[] = [
  {
    id: 'grammar',
    title: 'Grammar',
    what: 'Hand-written rules for typical English questions. Learned nothing.',
    size: 'no weights',
    accuracy: grammar,
    limits: 'Says so where it can’t read a question; knows only the wordings that it was given.',
  },
  {
    id: 'nano',
    title: 'Nano',
    what: 'Our own small language model, trained on the worlds of this project, running on this machine.',
    size: `${(nano.parameters / 1e6).toFixed(1)} M parameters, ${formatBytes(nano.bytes)}, part of the app`,
    accuracy: nano,
    limits:
      'English questions about COCO’s things and CLEVR’s shapes. It always writes a program; nothing tells whether it read you right.',
  },
  {
    id: 'hub',
    title: 'Hub model',
    what: 'A general language model of the Hugging Face hub, of your choice, running on this machine.',
    size: 'hundreds of MB, downloaded after you agree',
    accuracy: undefined,
    limits:
      'Was never trained on this language: held to its grammar, it can still mean the wrong thing. Minutes a question without a GPU.',
  },
];

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** The card of a policy that was trained here. */
function tunedCard({ start, world, step, parameters, before, after }: TunedPolicy): PolicyCard {
  const measured =
    before === undefined || after === undefined
      ? 'Not yet measured at this step.'
      : `Right answers to held-out questions of the ${world} world: ${percent(before)} before, ${percent(after)} now.`;
  return {
    id: 'tuned',
    title: 'Tuned',
    what: `${start} after ${step} ${step === 1 ? 'step' : 'steps'} of GRPO in your lab. ${measured}`,
    size: `${(parameters / 1e6).toFixed(1)} M parameters, in memory`,
    accuracy: undefined,
    limits: 'Knows what its world asks. Lasts until the page is closed; the run itself is kept in the lab.',
  };
}

/** All cards, with that of the tuned policy where there is one. */
export const policyCards = (tuned: TunedPolicy | undefined): readonly PolicyCard[] =>
  tuned ? [...POLICY_CARDS, tunedCard(tuned)] : POLICY_CARDS;
