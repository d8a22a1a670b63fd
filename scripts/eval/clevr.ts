import { programFromClevr } from '../../src/io/clevr/program.ts';
import {
  type ClevrQuestion,
  type ClevrScene,
  clevrQuestionsSchema,
  clevrScenesSchema,
} from '../../src/io/clevr/schema.ts';
import { clevrIndex, clevrRelations, twinFromClevr } from '../../src/io/clevr/twinFromScene.ts';
import { ask } from '../../src/reasoning/ask.ts';
import type { Policy } from '../../src/reasoning/rollout/policy.ts';
import { normalForm } from '../../src/training/worlds/normalForm.ts';
import type { Execution, QueryValue } from '../../src/twin/query/types.ts';
import { BadInput } from '../lib/badInput.ts';
import { readData } from './cocoData.ts';
import { isWellFormed, NANO, NO_HURRY, readNano } from './policies.ts';
import type { PureSuite } from './suite.ts';

/** What drives the executor: the gold program of the question, or the policy that reads its words. */
type ClevrPolicy = 'program' | 'grammar' | 'nano';

interface ClevrRow {
  /** What the last function of the gold program gives: count, exist, query, equal, compare. */
  readonly kind: string;
  readonly question: string;
  readonly right: boolean;
  readonly answer: string;
  /** Nodes of the gold program, and those whose value is the generator's; with policy `program` only. */
  readonly nodes: number;
  readonly rightNodes: number;
  readonly readable: boolean;
  /** Whether the program that was written does what the gold program does, by their normal forms. */
  readonly exact: boolean;
  /** Whether a model's rollout was well-formed up to its answer. */
  readonly wellFormed: boolean;
}

const COMPARISONS = ['less_than', 'greater_than', 'equal_integer'];

function kindOf({ program }: ClevrQuestion): string {
  const name = program.at(-1)?.name ?? '';
  return COMPARISONS.includes(name) ? 'compare' : name.replace(/_.*$/, '');
}

/** A value in the form of `_output`: object indices in order, an index, a number, a truth, a word. */
function outputOf(value: QueryValue): unknown {
  switch (value.type) {
    case 'Set':
      return value.ids.map(clevrIndex).toSorted((a, b) => a - b);
    case 'Object':
      return clevrIndex(value.id);
    case 'Answer':
      return undefined;
    default:
      return value.value;
  }
}

const same = (value: unknown, gold: ClevrQuestion['program'][number]['output']): boolean =>
  JSON.stringify(value) === JSON.stringify(Array.isArray(gold) ? gold.toSorted((a, b) => a - b) : gold);

const rightNodes = ({ program }: ClevrQuestion, { steps }: Execution): number =>
  program.filter((node, index) => {
    const step = steps[index];
    return step !== undefined && same(outputOf(step.value), node.output);
  }).length;

/** Answers one question on the twin of its scene, with the scene's own relations. */
async function answerClevr(
  question: ClevrQuestion,
  scene: ClevrScene,
  policy: ClevrPolicy,
  model: Policy | undefined,
): Promise<ClevrRow> {
  const translated = programFromClevr(question.program);
  if (!translated.ok) throw new BadInput(`--data: “${question.question}”: ${translated.error}`);
  const { record } = await ask(question.question, twinFromClevr(scene), {
    id: 'clevr',
    now: () => 0,
    relate: clevrRelations(scene),
    limits: NO_HURRY,
    ...(policy === 'program' ? { program: translated.value } : {}),
    ...(model ? { policy: model } : {}),
  });
  const { execution, reading, trace } = record;
  const [written, gold] = [normalForm(reading.readable ? reading.program : ''), normalForm(translated.value)];
  return {
    kind: kindOf(question),
    question: question.question,
    right: same(execution?.answer?.value, question.answer),
    answer: execution?.answer?.text ?? execution?.error?.message ?? 'not read',
    nodes: question.program.length,
    rightNodes: execution && policy === 'program' ? rightNodes(question, execution) : 0,
    readable: reading.readable,
    exact: written.ok && gold.ok && written.value === gold.value,
    wellFormed: trace !== undefined && isWellFormed(trace.outcome.kind, execution?.error?.kind),
  };
}

function summarize(rows: readonly ClevrRow[], policy: ClevrPolicy): Readonly<Record<string, unknown>> {
  const accuracy = (some: readonly ClevrRow[]): number =>
    some.filter(({ right }) => right).length / Math.max(1, some.length);
  const sum = (count: (row: ClevrRow) => number): number =>
    rows.reduce((total, row) => total + count(row), 0);
  const byKind = Object.fromEntries(
    [...new Set(rows.map(({ kind }) => kind))].toSorted().map((kind) => {
      const some = rows.filter((row) => row.kind === kind);
      return [kind, { n: some.length, accuracy: accuracy(some) }];
    }),
  );
  const n = sum((row) => row.nodes);
  const right = sum((row) => row.rightNodes);
  const nodes = { n, right, accuracy: right / n };
  return {
    accuracy: accuracy(rows),
    policy,
    ...(policy === 'program' ? { nodes } : {}),
    ...(policy === 'grammar' ? { readable: sum((row) => Number(row.readable)) / rows.length } : {}),
    ...(policy === 'nano'
      ? {
          exactPrograms: sum((row) => Number(row.exact)) / rows.length,
          wellFormed: sum((row) => Number(row.wellFormed)) / rows.length,
        }
      : {}),
    byKind,
  };
}

/** Questions about CLEVR scenes: the executor against the generator's answers and the values of every node. */
export const clevr: PureSuite = async ({ data, limit, policy, model: folder, constrained, report }) => {
  const { scenes } = readData(data, 'scenes.json', clevrScenesSchema);
  const { questions } = readData(data, 'questions.json', clevrQuestionsSchema);
  const byIndex = new Map(scenes.map((scene) => [scene.image_index, scene]));
  const model = policy === 'nano' ? readNano(folder ?? NANO, { constrained }) : undefined;
  const rows: ClevrRow[] = [];
  for (const question of questions.slice(0, limit)) {
    const scene = byIndex.get(question.image_index);
    if (!scene) throw new BadInput(`--data: scenes.json has no scene ${question.image_index}`);
    const row = await answerClevr(question, scene, policy, model);
    rows.push(row);
    if (!row.right) report(`wrong  ${row.kind}  ${row.question} → ${row.answer}`);
  }
  return {
    n: rows.length,
    metrics: summarize(rows, policy),
    device: 'none',
    models: model ? [folder ?? NANO] : [],
  };
};
