import type { Curriculum } from './curriculum.ts';
import type { Problem } from './problem.ts';
import type { GrpoOptions } from './schema.ts';
import type { ProblemSource } from './worldProblems.ts';

interface Asking {
  readonly problems: ProblemSource;
  readonly curriculum: Curriculum;
  readonly options: GrpoOptions;
}

/** The questions of a step. */
export function questionsOf({ problems, curriculum, options }: Asking, step: number): readonly Problem[] {
  const { questionsPerStep: count } = options;
  const weightOf = options.curriculum ? (family: string) => curriculum.weightOf(family) : undefined;
  return Array.from({ length: count }, (_, place) => problems.problem(step * count + place, weightOf));
}
