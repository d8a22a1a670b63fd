import { TwinsightError } from '../src/core/errors.ts';
import { z } from '../src/core/zod.ts';
import { type ClevrQuestion, clevrQuestionsSchema, clevrScenesSchema } from '../src/io/clevr/schema.ts';
import { readJson } from '../src/io/json/json.ts';
import { mixedSource } from '../src/training/rl/mixing.ts';
import type { Problem } from '../src/training/rl/problem.ts';
import type { GrpoOptions } from '../src/training/rl/schema.ts';
import type { ProblemSource } from '../src/training/rl/worldProblems.ts';
import { clevrProblems, clevrSource } from './clevrProblems.ts';

export interface OfficialProblems {
  /** Of scenes with an odd number, spread evenly over the file. */
  readonly heldOut: readonly Problem[];
  /** A source in which a share of each step's questions are official ones, of scenes with an even number. */
  mixedWith(source: ProblemSource): ProblemSource;
}

/** The questions of CLEVR's files: those of every other scene are never trained on. */
export function officialProblems(
  files: { readonly scenes: string; readonly questions: string; readonly trainShare: number },
  count: number,
  { questionsPerStep, seed, scenes: perQuestion }: GrpoOptions,
): OfficialProblems {
  const { scenes } = parsed(files.scenes, 'scenes.json', clevrScenesSchema);
  const { questions } = parsed(files.questions, 'questions.json', clevrQuestionsSchema);
  const trained = ({ image_index: image }: Pick<ClevrQuestion, 'image_index'>): boolean => image % 2 === 0;
  const others = questions.filter((question) => !trained(question));
  const stride = Math.max(1, Math.floor(others.length / Math.max(1, count)));
  const chosen = others.filter((_, index) => index % stride === 0).slice(0, count);
  const own = questions.filter(trained);
  const share = Math.round(files.trainShare * questionsPerStep);
  return {
    heldOut: clevrProblems(chosen, scenes),
    mixedWith(source) {
      if (share === 0) return source;
      const official = clevrSource(own, scenes.filter(trained), seed, perQuestion);
      return mixedSource(source, official, { count: share, questionsPerStep, end: 'first' });
    },
  };
}

function parsed<T extends z.ZodType>(text: string, name: string, schema: T): z.output<T> {
  const json = readJson(text, name);
  if (!json.ok) throw new TwinsightError(json.error);
  const result = schema.safeParse(json.value);
  if (result.success) return result.data;
  throw new TwinsightError({
    code: 'bad-request',
    message: `${name}: ${z.prettifyError(result.error).split('\n', 1).join('')}.`,
    remedy: 'Give the files of a CLEVR data set.',
  });
}
