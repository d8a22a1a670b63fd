import { TwinsightError } from '../../core/errors.ts';
import { z } from '../../core/zod.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex');

/** A path below the manifest's folder: no scheme, no `..`, no leading slash. */
const relativePathSchema = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'must be a relative path')
  .refine((path) => !path.split('/').includes('..'), 'must not leave its folder');

const fileSchema = z.object({
  /** Path relative to the site's root. */
  file: relativePathSchema,
  bytes: z.int().positive(),
  sha256: sha256Schema,
});

const tensorSchema = z.object({
  name: z.string().min(1),
  dtype: z.enum(['float32', 'float16', 'int32', 'int64']),
  /** A name where any size fits. */
  dims: z.array(z.union([z.int().positive(), z.string().min(1)])),
});

const modelSchema = fileSchema.extend({
  id: z.string().min(1),
  task: z.enum(['detect', 'segment', 'depth', 'ocr']),
  /** Changes whenever the file does: source version and converter version. */
  revision: z.string().min(1),
  /** Element type of the stored weights. */
  dtype: z.enum(['fp32', 'fp16', 'int8']),
  licence: z.string().min(1),
  source: z.object({ package: z.string().min(1), version: z.string().min(1), url: z.url() }),
  /** Which list of names the class channels follow. */
  labels: z.literal('coco-80').optional(),
  /** The characters that the classes stand for, one a line, from class 1 on; class 0 is the blank. */
  dictionary: fileSchema.optional(),
  inputs: z.array(tensorSchema).min(1),
  outputs: z.array(tensorSchema).min(1),
});

/** A language model of ours that writes rollouts: the files of the Hugging Face layout. */
const policySchema = z.object({
  id: z.string().min(1),
  /** Changes whenever the weights do. */
  revision: z.string().min(1),
  /** Element type of the stored weights. */
  dtype: z.enum(['fp32', 'fp16']),
  licence: z.string().min(1),
  parameters: z.int().positive(),
  files: z.object({
    'config.json': fileSchema,
    'tokenizer.json': fileSchema,
    'tokenizer_config.json': fileSchema,
    'model.safetensors': fileSchema,
  }),
});

/** One build of ONNX Runtime: the glue module and the WebAssembly binary that belong together. */
const runtimeVariantSchema = z.object({ module: fileSchema, binary: fileSchema });

/** `models/manifest.json`: what the build made, so that the app can name, verify and describe what it loads. */
export const manifestSchema = z.object({
  version: z.literal(1),
  models: z.array(modelSchema),
  policies: z.array(policySchema).default([]),
  runtime: z.object({
    package: z.literal('onnxruntime-web'),
    version: z.string().min(1),
    licence: z.string().min(1),
    /** Folder of the runtime's files, relative to the site's root, with a slash at its end. */
    folder: z.string().regex(/^[\w.-]+(\/[\w.-]+)*\/$/),
    variants: z.object({ wasm: runtimeVariantSchema, webgpu: runtimeVariantSchema }),
  }),
});

export type ModelManifest = z.infer<typeof manifestSchema>;
export type PolicyEntry = ModelManifest['policies'][number];
export type ModelEntry = ModelManifest['models'][number];
export type ManifestFile = z.infer<typeof fileSchema>;
export type RuntimeVariant = keyof ModelManifest['runtime']['variants'];

/** Where the app finds the manifest, relative to the site's root. */
export const MANIFEST_PATH = 'models/manifest.json';

/** Validates a parsed manifest; throws `model-load-failed` with the first fault and its place. */
export function parseManifest(json: unknown): ModelManifest {
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TwinsightError({
    code: 'model-load-failed',
    message: `${MANIFEST_PATH} is not a model manifest: ${issue?.path.join('.') || 'root'}: ${issue?.message ?? 'unknown fault'}.`,
    remedy: 'Reload the page; where that does not help, build the site again.',
  });
}

/** The entry of a model; throws `model-missing` where the manifest has none with that id. */
export function findModel(manifest: ModelManifest, id: string): ModelEntry {
  const entry = manifest.models.find((model) => model.id === id);
  if (entry) return entry;
  throw new TwinsightError({
    code: 'model-missing',
    message: `The model "${id}" is not in ${MANIFEST_PATH}.`,
    remedy: 'Build the site again, so that its models are built too.',
  });
}
