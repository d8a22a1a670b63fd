import type { StepReport } from '../model/types.ts';
import type { ScoredGroup } from './groups.ts';

/** Figures of one step by TRL's names. Only what was computed is in it. */
export type Metrics = Readonly<Record<string, number>>;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The metrics of a step: of its rollouts, and of its updates, averaged. */
export function metricsOf(
  step: number,
  groups: readonly ScoredGroup[],
  reports: readonly StepReport[],
  learningRate: number,
): Metrics {
  const completions = groups.flatMap((group) => group.completions);
  const lengths = completions.map(({ row }) => row.written.filter(Boolean).length);
  const term = (name: 'structure' | 'accuracy'): number =>
    mean(completions.map(({ reward }) => reward.terms.find((one) => one.name === name)?.value ?? 0));
  const policies = reports.flatMap(({ policy }) => policy ?? []);
  const supervised = reports.flatMap(({ supervisedLoss }) => supervisedLoss ?? []);
  return {
    step,
    reward: mean(completions.map(({ reward }) => reward.total)),
    reward_std: mean(groups.map(({ deviation }) => deviation)),
    frac_reward_zero_std: mean(groups.map(({ noSignal }) => (noSignal ? 1 : 0))),
    'rewards/structure/mean': term('structure'),
    'rewards/accuracy/mean': term('accuracy'),
    'rewards/right/mean': mean(completions.map(({ reward }) => (reward.right ? 1 : 0))),
    'completions/mean_length': mean(lengths),
    'completions/min_length': Math.min(...lengths),
    'completions/max_length': Math.max(...lengths),
    'completions/clipped_ratio': mean(completions.map(({ row }) => (row.ended ? 0 : 1))),
    learning_rate: learningRate,
    ...(reports.length > 0
      ? {
          loss: mean(reports.map(({ loss }) => loss)),
          grad_norm: mean(reports.map(({ gradNorm }) => gradNorm)),
        }
      : {}),
    ...(policies.length > 0
      ? {
          kl: mean(policies.map(({ kl }) => kl)),
          entropy: mean(policies.map(({ entropy }) => entropy)),
          'clip_ratio/low_mean': mean(policies.map(({ clipRatioLow }) => clipRatioLow)),
          'clip_ratio/high_mean': mean(policies.map(({ clipRatioHigh }) => clipRatioHigh)),
          'clip_ratio/region_mean': mean(policies.map((one) => one.clipRatioLow + one.clipRatioHigh)),
        }
      : {}),
    ...(supervised.length > 0 ? { 'anchor/loss': mean(supervised) } : {}),
    skipped: reports.filter(({ skipped }) => skipped !== undefined).length,
  };
}

/** JSON knows no NaN: numbers that are not finite are written as text, and the line says so. */
export function metricsLine(metrics: Metrics): string {
  const finite = Object.values(metrics).every(Number.isFinite);
  const values = Object.entries(metrics).map(([name, value]) => [
    name,
    Number.isFinite(value) ? value : String(value),
  ]);
  return JSON.stringify({ ...Object.fromEntries(values), ...(finite ? {} : { finite: false }) });
}

/** One line of JSON a step. */
export const metricsJsonl = (history: readonly Metrics[]): string =>
  history.map((metrics) => `${metricsLine(metrics)}\n`).join('');

/** A table with a column for each name that any step has. */
export function metricsCsv(history: readonly Metrics[]): string {
  const names = [...new Set(history.flatMap((metrics) => Object.keys(metrics)))];
  const rows = history.map((metrics) => names.map((name) => metrics[name] ?? '').join(','));
  return [names.join(','), ...rows, ''].join('\n');
}
