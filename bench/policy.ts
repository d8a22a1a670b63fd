import type { HeadlessApp } from '../scripts/lib/headlessApp.ts';
import { median } from '../scripts/lib/statistics.ts';
import type { EngineSize } from '../src/app/headlessEngine.ts';
import { type BenchResult, rowOf } from './rows.ts';

/** The model that GRPO starts from, and the one that ships. */
export const ENGINE_SIZES: Readonly<Record<'early' | 'nano', EngineSize>> = {
  early: { hidden: 96, layers: 3, heads: 4, intermediate: 264, vocabulary: 1200 },
  nano: { hidden: 128, layers: 4, heads: 4, intermediate: 352, vocabulary: 1200 },
};

/** What sampling and learning cost on the policy engine of a device, with random weights: it counts sizes only. */
export async function benchPolicy(
  app: HeadlessApp,
  device: 'wasm' | 'webgpu',
  model: keyof typeof ENGINE_SIZES,
  rounds: number,
): Promise<BenchResult> {
  const { hidden, layers } = ENGINE_SIZES[model];
  const times = await app.timeEngine(device, ENGINE_SIZES[model], rounds);
  const speeds = times.decode.map(({ batch, ms }) => {
    const each = median(ms) ?? Number.NaN;
    return `batch ${batch}: ${((1000 * batch * times.tokens) / each).toFixed(0)}`;
  });
  return {
    rows: [
      ...times.decode.map(({ batch, ms }) => rowOf(`decode, batch ${batch}`, ms)),
      rowOf(`train, ${times.rows} sequences`, times.step),
    ],
    notes: [
      `tokens/s: ${speeds.join(', ')}`,
      `decode: ${times.prompt} tokens of prompt read once for eight rows, ${times.tokens} sampled in each row`,
      `train: one step of GRPO on ${times.rows} sequences of ${times.prompt + times.tokens} tokens, the update included`,
      `model: ${hidden} wide, ${layers} layers, ${(times.parameters / 1e6).toFixed(2)} M parameters, random weights`,
    ],
    device,
  };
}
