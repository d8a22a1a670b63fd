import type { HeadlessApp } from '../scripts/lib/headlessApp.ts';
import { median } from '../scripts/lib/statistics.ts';
import { photoWorld } from '../src/training/worlds/photo/world.ts';
import { type BenchResult, rowOf } from './rows.ts';

/** Questions that let the browser's compiler settle. */
const WARM_UP = 5;

/**
 * How fast our own model writes in the policy worker of the page: the first token of a question, its prompt read, and the tokens
 * after it. Every question is another one, so that none finds its prompt read already.
 */
export async function benchNano(app: HeadlessApp, rounds: number): Promise<BenchResult> {
  const questions = Array.from({ length: rounds + WARM_UP }, (_, seed) => photoWorld.sample(seed).question);
  const { turns, parameters, bytes, loadMs } = await app.timePolicy(questions);
  const measured = turns.slice(WARM_UP);
  const perToken = measured.flatMap(({ tokens, firstTokenMs, ms }) =>
    tokens > 1 ? [(ms - firstTokenMs) / (tokens - 1)] : [],
  );
  const each = median(perToken) ?? Number.NaN;
  return {
    rows: [
      rowOf('loading', [loadMs]),
      rowOf(
        'first token',
        measured.map(({ firstTokenMs }) => firstTokenMs),
      ),
      rowOf('each further token', perToken),
      rowOf(
        'first turn, whole',
        measured.map(({ ms }) => ms),
      ),
    ],
    notes: [
      `${(1000 / each).toFixed(0)} tokens/s for one sequence, held to the grammar`,
      `${(parameters / 1e6).toFixed(2)} M parameters, ${(bytes / 1e6).toFixed(2)} MB of files; plain JavaScript in one worker`,
    ],
    device: 'javascript',
  };
}
