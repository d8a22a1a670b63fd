import { normalForm } from './normalForm.ts';
import type { Sample } from './types.ts';

/** How samples are spread: by family, phrasing, task and answer, and how long they are. */
export interface WorldStats {
  readonly samples: number;
  readonly families: Readonly<Record<string, number>>;
  readonly phrasings: Readonly<Record<string, number>>;
  readonly tasks: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, number>>;
  /** How many different programs there are, by their normal forms. */
  readonly programs: number;
  /** Mean, least and most. */
  readonly questionWords: Spread;
  readonly programCalls: Spread;
  readonly objects: Spread;
  /** The share of the most frequent answer: what always saying it would get right. */
  readonly commonestAnswer: number;
}

export interface Spread {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

const tally = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted((a, b) => b[1] - a[1]));
};

const spread = (numbers: readonly number[]): Spread => ({
  mean: numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length),
  min: Math.min(...numbers),
  max: Math.max(...numbers),
});

/** Masks, boxes and summaries count by their sort: no two are alike. */
const answerName = ({ answer }: Sample): string =>
  answer.type === 'value' ? answer.text : `(${answer.type})`;

const formOf = ({ program }: Sample): string => {
  const form = normalForm(program);
  return form.ok ? form.value : program;
};

export function statsOf(samples: readonly Sample[]): WorldStats {
  const answers = tally(samples.map(answerName));
  return {
    samples: samples.length,
    families: tally(samples.map(({ family }) => family)),
    phrasings: tally(samples.map(({ phrasing }) => phrasing)),
    tasks: tally(samples.map(({ task }) => task)),
    answers,
    programs: new Set(samples.map(formOf)).size,
    questionWords: spread(samples.map(({ question }) => question.split(/\s+/).length)),
    programCalls: spread(samples.map(({ program }) => program.split('(').length - 1)),
    objects: spread(samples.map(({ trueTwin }) => trueTwin.objects.length)),
    commonestAnswer: Math.max(0, ...Object.values(answers)) / Math.max(1, samples.length),
  };
}
