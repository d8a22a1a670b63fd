import { writePeftFolder } from '../model/adapters.ts';
import { writeConfig } from '../model/config.ts';
import { writeSafetensors } from '../model/safetensors.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { metricsCsv, metricsJsonl } from './metrics.ts';
import type { TrainingRun } from './trainingRun.ts';

/** A file of an export, by its path in the folder. */
export interface ExportedFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const text = (path: string, content: string): ExportedFile => ({
  path,
  bytes: new TextEncoder().encode(content),
});
const json = (path: string, value: unknown): ExportedFile =>
  text(path, `${JSON.stringify(value, null, 2)}\n`);

/**
 * A run as files: `model/` in the Hugging Face layout with adapters merged, `adapter/` as PEFT reads it where an adapter was trained,
 * `metrics.jsonl` and `metrics.csv` with TRL's names, `run.json` with seed, versions and results, and the checkpoint to go on with.
 *
 * @param tokenizer the two files of the tokenizer, which the run does not change
 */
export async function exportRun(
  run: TrainingRun,
  tokenizer: { readonly json: Uint8Array<ArrayBuffer>; readonly config: Uint8Array<ArrayBuffer> },
): Promise<readonly ExportedFile[]> {
  const { engine, manifest, metrics, results, step } = run;
  const checkpoint = await run.checkpoint();
  const weights = await engine.readWeights();
  const { trainable, config } = engine;
  const adapter =
    trainable.kind === 'lora'
      ? writePeftFolder(config, trainable.lora, checkpoint.state.trainable, manifest.start)
      : undefined;
  return [
    json('model/config.json', writeConfig(config)),
    json('model/generation_config.json', {
      bos_token_id: config.bosToken,
      eos_token_id: config.eosToken,
      pad_token_id: config.padToken,
      do_sample: false,
    }),
    { path: 'model/tokenizer.json', bytes: tokenizer.json },
    { path: 'model/tokenizer_config.json', bytes: tokenizer.config },
    { path: 'model/model.safetensors', bytes: writeSafetensors(weights, { metadata: { format: 'pt' } }) },
    ...(adapter
      ? [
          text('adapter/adapter_config.json', adapter.config),
          { path: 'adapter/adapter_model.safetensors', bytes: adapter.model },
        ]
      : []),
    text('metrics.jsonl', metricsJsonl(metrics)),
    text('metrics.csv', metricsCsv(metrics)),
    json('run.json', { ...manifest, step, results }),
    { path: 'checkpoint.safetensors', bytes: writeCheckpoint(checkpoint) },
  ];
}
