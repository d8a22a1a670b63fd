import { englishLexicon } from '../../reasoning/knowledge/lexicon.ts';
import { withNeeds } from '../../reasoning/programs/withNeeds.ts';
import { writeResults } from '../../reasoning/rollout/results.ts';
import type { Task } from '../../reasoning/types.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import { printAssignment, printExpression, printProgram } from '../../twin/query/printer.ts';
import { type Executing, Session } from '../../twin/query/session.ts';
import type { Execution } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { WORLDS } from './index.ts';
import { refineFrom } from './refine.ts';
import type { Sample } from './types.ts';

/** One piece of a gold rollout: what a policy is to write, or what it is given. */
export interface RolloutPart {
  /** The policy's own words: what it is trained on. Results are not. */
  readonly written: boolean;
  readonly text: string;
}

export interface GoldRollout {
  readonly parts: readonly RolloutPart[];
  /** The parts, one behind the other: a transcript in the grammar of `reasoning/rollout`. */
  readonly text: string;
  /** What this rollout answers on the twin that the policy sees, which may be wrong where perception was. */
  readonly execution: Execution;
}

const ASKED: Readonly<Record<Task, string>> = {
  mask: 'for the masks of objects',
  box: 'for the boxes of objects',
  value: 'for a value',
  summary: 'for a summary',
};

/** Of one object, nothing measured but its box: whatever a program reads of it must be asked for. */
const COARSE: Twin = {
  type: 'twin',
  version: 1,
  source: { kind: 'image', name: '', width: 1, height: 1, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: [
    {
      id: 'o1',
      label: 'object',
      score: 1,
      attributes: {},
      states: [{ frame: 0, timeUs: 0, box: [0, 0, 1, 1], center: [0.5, 0.5], by: 0 }],
    },
  ],
  log: [],
};

/**
 * The program with a `need` around whatever it reads that a coarse twin lacks. Of a photo everything but boxes is constructed just in time
 * (a need of what is known already costs nothing), so that the program follows from the question alone; CLEVR's twins hold all.
 */
export function programFor({ program, world }: Pick<Sample, 'program' | 'world'>): string {
  const parsed = parseProgram(program);
  return parsed.ok && world !== 'clevr' ? printProgram(withNeeds(parsed.value, COARSE)) : program;
}

/**
 * The rollout that answers a sample by its program: the reason, all lines but the last as the plan, the results as the executor gives
 * them, the last line as the answer; `none()` where the plan found nothing to go on (the reason is in its results). The same sample gives the same text.
 */
export function goldRollout(sample: Sample): GoldRollout {
  const relate = WORLDS[sample.world].relationsOf(sample.twin);
  const parsed = parseProgram(programFor(sample));
  const lines = parsed.ok ? parsed.value.assignments : [];
  const last = lines.at(-1)?.expression;
  const answer = last ? withoutTags(printExpression(last)) : 'none()';
  const plan = lines.slice(0, -1).map(printAssignment).join('\n');
  const session = new Session(sample.twin, { lexicon: englishLexicon, ...(relate ? { relate } : {}) });
  const refine = refineFrom(sample.measured);
  const run = (source: string): Execution => finish(session.run(source), refine);
  const opening = `<reason>The question asks ${ASKED[sample.task]}.</reason>\n`;
  if (plan === '') {
    const text = `${opening}<answer>${answer}</answer>`;
    return { parts: [{ written: true, text }], text, execution: run(answer) };
  }
  const planned = run(plan);
  const [reason, given] = conclusion(planned, answer);
  const parts: readonly RolloutPart[] = [
    { written: true, text: `${opening}<plan>\n${withoutTags(plan)}\n</plan>` },
    { written: false, text: `\n<results>\n${writeResults(planned)}\n</results>\n` },
    { written: true, text: `<reason>${reason}</reason>\n<answer>${given}</answer>` },
  ];
  return { parts, text: parts.map(({ text }) => text).join(''), execution: run(given) };
}

/** What follows from the results of a plan: the answer as it was meant, or `none`. */
function conclusion({ steps, error }: Execution, meant: string): readonly [reason: string, answer: string] {
  if (error) return ['The plan stopped.', 'none()'];
  const last = steps.at(-1)?.value;
  // An empty set is no end: the answer to it may be a zero.
  if (last?.type === 'Answer' && last.answer.type === 'none')
    return ['The twin holds nothing that fits.', 'none()'];
  return ['The plan gave what the answer needs.', meant];
}

const withoutTags = (source: string): string => source.replaceAll('<', '\\u003c');

function finish(executing: Executing, refine: ReturnType<typeof refineFrom>): Execution {
  let state = executing.next();
  while (!state.done) state = executing.next(refine(state.value.twin, state.value.need));
  return state.value;
}
