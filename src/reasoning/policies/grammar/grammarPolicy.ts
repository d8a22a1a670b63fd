import { parseProgram } from '../../../twin/query/parser.ts';
import { printAssignment, printExpression } from '../../../twin/query/printer.ts';
import { escapeText, quoteLiteral, unescapeText } from '../../rollout/escape.ts';
import type { Policy, Turn } from '../../rollout/policy.ts';
import { ERROR_LINE, NONE_LINE } from '../../rollout/results.ts';
import type { Task } from '../../types.ts';

const TASKS: Readonly<Record<Task, string>> = {
  mask: 'for the masks of objects',
  box: 'for the boxes of objects',
  value: 'for a value',
  summary: 'for a summary',
};

/** No text literal of a program can begin a tag: outside of literals the language has no such character. */
const withoutTags = (source: string): string => source.replaceAll('<', '\\u003c');

interface Split {
  readonly plan: string;
  readonly answer: string;
}

/** A program as a plan and an answer. One that does not parse is a plan as it stands. */
function split(source: string): Split {
  const program = parseProgram(source);
  if (!program.ok) return { plan: source, answer: 'none()' };
  const lines = program.value.assignments;
  const last = lines.at(-1)?.expression;
  return {
    plan: lines.slice(0, -1).map(printAssignment).join('\n'),
    answer: last ? withoutTags(printExpression(last)) : 'none()',
  };
}

const planBlock = (plan: string): string => `<plan>\n${withoutTags(plan)}\n</plan>`;

/** What is to be written as a rollout. */
export interface GivenProgram {
  readonly program: string;
  /** Run when the first gives nothing. */
  readonly fallback?: string | undefined;
  readonly task: Task;
  readonly notes: readonly string[];
}

/** The quoted text of the line of the last results that begins so. */
function quotedLine(transcript: string, opening: string): string | undefined {
  const results = transcript.slice(transcript.lastIndexOf('<results>'));
  const line = results.split('\n').find((candidate) => candidate.startsWith(opening));
  if (line === undefined) return undefined;
  try {
    const text: unknown = JSON.parse(unescapeText(line.slice(opening.length)));
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The policy that writes a program which is known beforehand – read from English by the grammar, or given – in the form of a
 * rollout: all but the last line is the plan, the last line is the answer. Where the plan ends early, it answers `none` with the
 * reason that the results give, or looks once more where there is a second program.
 */
export function programPolicy(id: string, given: GivenProgram): Policy {
  const first = split(given.program);
  const second = given.fallback === undefined ? undefined : split(given.fallback);
  const reading = [`The question asks ${TASKS[given.task]}.`, ...given.notes].join(' ');

  function* turn({ transcript }: Turn): Generator<string> {
    const plans = transcript.split('</plan>').length - 1;
    const { plan, answer } = (plans > 1 ? second : undefined) ?? first;
    if (transcript === '') {
      yield `<reason>${escapeText(reading)}</reason>\n`;
      yield plan === '' ? `<answer>${answer}</answer>` : planBlock(plan);
      return;
    }
    const nothing = quotedLine(transcript, NONE_LINE);
    const wrong = quotedLine(transcript, ERROR_LINE);
    if (nothing !== undefined && second && plans === 1) {
      yield `<reason>It gave nothing: ${escapeText(nothing)}. There is more to look at.</reason>\n`;
      yield planBlock(second.plan);
    } else if (nothing !== undefined) {
      yield '<reason>The twin holds nothing that fits.</reason>\n';
      yield `<answer>none(${quoteLiteral(nothing)})</answer>`;
    } else if (wrong !== undefined) {
      yield '<reason>The plan stopped.</reason>\n';
      yield `<answer>none(${quoteLiteral(`the program stopped at ${wrong}`)})</answer>`;
    } else {
      yield '<reason>The plan gave what the answer needs.</reason>\n';
      yield `<answer>${answer}</answer>`;
    }
  }

  return {
    id,
    async *write(given) {
      yield* turn(given);
    },
  };
}
