import type { HubFile, HubModel, HubVariant, Role } from './types.ts';

const KB = 1000;
const MB = 1_000_000;

const file = (path: string, approximateBytes: number, sha256?: string): HubFile => ({
  path,
  approximateBytes,
  ...(sha256 === undefined ? {} : { sha256 }),
});

const IMAGE_CONFIG = [file('config.json', 5 * KB), file('preprocessor_config.json', KB)];
const IDEFICS_CONFIG = [file('processor_config.json', 0.1 * KB)];
const tokenizer = (bytes: number) => [file('tokenizer.json', bytes), file('tokenizer_config.json', 2 * KB)];
const BERT_TOKENIZER = tokenizer(711 * KB);
const CLIP_TOKENIZER = tokenizer(2.2 * MB);

const GPU = ['webgpu'] as const;
const GPU_F16 = ['webgpu', 'shader-f16'] as const;

/**
 * The models of the hub that the app can run. Each was chosen because transformers.js has its classes and its repository
 * has ONNX files; commits and sizes were read from public documentation, not from the hub itself. What is not pinned here
 * by SHA-256 is pinned by the store at the first download.
 */
export const HUB_CATALOGUE: readonly HubModel[] = [
  {
    id: 'd-fine-s',
    role: 'detect',
    title: 'D-FINE small',
    repository: 'onnx-community/dfine_s_coco-ONNX',
    revision: 'a3cf03147a9b86c78475139115c8ac142577352d',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/onnx-community/dfine_s_coco-ONNX',
    task: 'object-detection',
    variants: [
      {
        dtype: 'fp32',
        needs: [],
        files: [
          ...IMAGE_CONFIG,
          file(
            'onnx/model.onnx',
            41_535_197,
            'cd8a49a945feda6d28c6304ae8ae85c2759ba1d78a5a83a22c5ce8db82ef7238',
          ),
        ],
        memoryBytes: 320 * MB,
      },
      {
        dtype: 'q8',
        needs: [],
        files: [...IMAGE_CONFIG, file('onnx/model_quantized.onnx', 11 * MB)],
        memoryBytes: 250 * MB,
      },
    ],
    devices: ['wasm'],
    note: 'The 80 COCO classes at about twice the precision of the embedded detector. Runs on WASM only: its first run on WebGPU fails in the current runtime (onnxruntime issue 32438).',
  },
  {
    id: 'rf-detr-nano',
    role: 'detect',
    title: 'RF-DETR nano',
    repository: 'onnx-community/rfdetr_nano-ONNX',
    revision: 'main',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/onnx-community/rfdetr_nano-ONNX',
    task: 'object-detection',
    variants: [
      {
        dtype: 'fp32',
        needs: GPU,
        files: [...IMAGE_CONFIG, file('onnx/model.onnx', 108 * MB)],
        memoryBytes: 450 * MB,
      },
      {
        dtype: 'q8',
        needs: [],
        files: [...IMAGE_CONFIG, file('onnx/model_quantized.onnx', 29 * MB)],
        memoryBytes: 300 * MB,
      },
    ],
    devices: ['webgpu', 'wasm'],
    note: 'The 80 COCO classes by a transformer. Its commit is pinned at the first download.',
  },
  {
    id: 'grounding-dino-tiny',
    role: 'find',
    title: 'Grounding DINO tiny',
    repository: 'onnx-community/grounding-dino-tiny-ONNX',
    revision: 'ff690b0a8050566c290287545bd059350f3e9096',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/onnx-community/grounding-dino-tiny-ONNX',
    task: 'grounded-detection',
    variants: [
      {
        dtype: 'fp16',
        needs: GPU_F16,
        files: [...IMAGE_CONFIG, ...BERT_TOKENIZER, file('onnx/model_fp16.onnx', 360_393_267)],
        memoryBytes: 1400 * MB,
      },
      {
        dtype: 'q8',
        needs: [],
        files: [
          ...IMAGE_CONFIG,
          ...BERT_TOKENIZER,
          file(
            'onnx/model_quantized.onnx',
            203_824_675,
            '70bf2d3310d1ae73769c96a71e00cbf2861eb33a1f4d97d84a108a7bf02c03c9',
          ),
        ],
        memoryBytes: 1100 * MB,
      },
    ],
    devices: ['webgpu', 'wasm'],
    note: 'Finds what words describe, whole phrases included. Large: expect several seconds a question on WASM.',
  },
  {
    id: 'owlv2-base',
    role: 'find',
    title: 'OWLv2 base',
    repository: 'Xenova/owlv2-base-patch16-ensemble',
    revision: '3e255bc9bf304b3358a8c1945c0a9514eefe7f10',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/Xenova/owlv2-base-patch16-ensemble',
    task: 'zero-shot-detection',
    variants: [
      {
        dtype: 'q8',
        needs: [],
        files: [...IMAGE_CONFIG, ...CLIP_TOKENIZER, file('onnx/model_quantized.onnx', 155 * MB)],
        memoryBytes: 900 * MB,
      },
    ],
    devices: ['wasm'],
    note: 'Finds what short words describe. Runs on WASM, several seconds a question.',
  },
  {
    id: 'slimsam-77',
    role: 'segment',
    title: 'SlimSAM 77',
    repository: 'Xenova/slimsam-77-uniform',
    revision: '7c8459c48dabad6291b384c97be46c451c25d6c4',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/Xenova/slimsam-77-uniform',
    task: 'promptable-segmentation',
    variants: [
      samVariant('fp16', GPU_F16, 13 * MB, 8 * MB, 600 * MB),
      samVariant('q8', [], 8_882_165, 4_903_810, 500 * MB),
      samVariant('fp32', [], 23_276_014, 16_557_892, 650 * MB),
    ],
    devices: ['webgpu', 'wasm'],
    note: 'Masks from boxes and points; the photo is encoded once. Some exports take points only: a box is then turned into points.',
  },
  {
    id: 'sam2.1-tiny',
    role: 'segment',
    title: 'SAM 2.1 tiny',
    repository: 'onnx-community/sam2.1-hiera-tiny-ONNX',
    revision: '814a066640debee5a91e70aa401fb8e17e030503',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/onnx-community/sam2.1-hiera-tiny-ONNX',
    task: 'promptable-segmentation',
    variants: [
      {
        dtype: 'fp16',
        needs: GPU_F16,
        files: [
          ...IMAGE_CONFIG,
          file('onnx/vision_encoder_fp16.onnx', 0.4 * MB),
          file('onnx/vision_encoder_fp16.onnx_data', 67 * MB),
          file('onnx/prompt_encoder_mask_decoder_fp16.onnx', 0.3 * MB),
          file('onnx/prompt_encoder_mask_decoder_fp16.onnx_data', 10.5 * MB),
        ],
        memoryBytes: 800 * MB,
      },
      {
        dtype: 'q8',
        needs: [],
        files: [
          ...IMAGE_CONFIG,
          file('onnx/vision_encoder_quantized.onnx', 441_167),
          file('onnx/vision_encoder_quantized.onnx_data', 52_573_088),
          file('onnx/prompt_encoder_mask_decoder_quantized.onnx', 290_416),
          file('onnx/prompt_encoder_mask_decoder_quantized.onnx_data', 8_662_016),
        ],
        memoryBytes: 700 * MB,
      },
      {
        dtype: 'fp32',
        needs: [],
        files: [
          ...IMAGE_CONFIG,
          file(
            'onnx/vision_encoder.onnx',
            354_238,
            '4f30aacd3aaefbca81a0b7fe4c1fc96345570ea0a6f80ced599493d1b3be2e8c',
          ),
          file(
            'onnx/vision_encoder.onnx_data',
            134_084_864,
            'e83df9866a5afe68ea7f0f721f18f65137fc3acbf0da1c74e946d363e09c69cc',
          ),
          file(
            'onnx/prompt_encoder_mask_decoder.onnx',
            213_114,
            '874414704c5d686db7d206a35f6e15d26563d50c8c4468fccc6739bd7e491dcf',
          ),
          file(
            'onnx/prompt_encoder_mask_decoder.onnx_data',
            20_958_208,
            'e9874d900dd4134ed60eab1e97910327c2419e0b2954485d8fd6e7f1a1470f47',
          ),
        ],
        memoryBytes: 900 * MB,
      },
    ],
    devices: ['webgpu', 'wasm'],
    note: 'Masks from boxes and points, finer than SlimSAM. Encoding a photo takes several seconds on WASM, a click a tenth of one.',
  },
  {
    id: 'depth-anything-v2-small',
    role: 'depth',
    title: 'Depth Anything V2 small',
    repository: 'onnx-community/depth-anything-v2-small',
    revision: '4472b7362082ad9968fee890ca0f1e5aca36b93d',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/onnx-community/depth-anything-v2-small',
    task: 'relative-depth',
    variants: [
      {
        dtype: 'fp16',
        needs: GPU_F16,
        files: [...IMAGE_CONFIG, file('onnx/model_fp16.onnx', 49.6 * MB)],
        memoryBytes: 500 * MB,
      },
      {
        dtype: 'q8',
        needs: [],
        files: [...IMAGE_CONFIG, file('onnx/model_quantized.onnx', 27 * MB)],
        memoryBytes: 450 * MB,
      },
      {
        dtype: 'fp32',
        needs: [],
        files: [
          ...IMAGE_CONFIG,
          file(
            'onnx/model.onnx',
            99_060_839,
            'afb6a5c28f3b6bf1618c6e43f02073ef9dfdc70e937502d51603e57b0a1df10c',
          ),
        ],
        memoryBytes: 600 * MB,
      },
    ],
    devices: ['webgpu', 'wasm'],
    note: 'Gives inverse depth without a unit; it is scaled to metres by the geometric prior, and the log says so.',
  },
  {
    id: 'florence-2-base',
    role: 'describe',
    title: 'Florence-2 base',
    repository: 'onnx-community/Florence-2-base-ft',
    revision: 'e88a44eaf3791a35eae0c5a47b3dbcd36e67eb6f',
    licence: 'MIT',
    url: 'https://huggingface.co/onnx-community/Florence-2-base-ft',
    task: 'florence',
    variants: [
      generatorVariant('fp16', GPU_F16, {
        vision_encoder: 183 * MB,
        embed_tokens: 79 * MB,
        encoder_model: 87 * MB,
        decoder_model_merged: 195 * MB,
      }),
      generatorVariant('q8', [], {
        vision_encoder: 95 * MB,
        embed_tokens: 40 * MB,
        encoder_model: 44 * MB,
        decoder_model_merged: 98 * MB,
      }),
    ],
    devices: ['webgpu', 'wasm'],
    note: 'Captions the photo and single objects. What it says becomes an attribute only where it names a material or a state.',
  },
  {
    id: 'smolvlm-256m',
    role: 'describe',
    title: 'SmolVLM 256M',
    repository: 'HuggingFaceTB/SmolVLM-256M-Instruct',
    revision: 'main',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/HuggingFaceTB/SmolVLM-256M-Instruct',
    task: 'chat-vision',
    variants: [
      generatorVariant(
        'fp16',
        GPU_F16,
        {
          vision_encoder: 187 * MB,
          embed_tokens: 57 * MB,
          decoder_model_merged: 270 * MB,
        },
        IDEFICS_CONFIG,
      ),
      generatorVariant(
        'q8',
        [],
        {
          vision_encoder: 94 * MB,
          embed_tokens: 28 * MB,
          decoder_model_merged: 136 * MB,
        },
        IDEFICS_CONFIG,
      ),
    ],
    devices: ['webgpu', 'wasm'],
    note: 'A small chat model that sees. Asked for material and state of each object; its commit is pinned at the first download.',
  },
  languageModel({
    id: 'qwen3-0.6b',
    title: 'Qwen3 0.6B',
    repository: 'onnx-community/Qwen3-0.6B-ONNX',
    licence: 'Apache-2.0',
    tokenizerBytes: 9.1 * MB,
    weights: { q4f16: 592 * MB, q4: 919 * MB, q8: 614 * MB },
    note: 'Reads the question and writes the program, held to the grammar of rollouts. Expect minutes a question on WASM.',
  }),
  languageModel({
    id: 'qwen2.5-coder-0.5b',
    title: 'Qwen2.5 Coder 0.5B',
    repository: 'onnx-community/Qwen2.5-Coder-0.5B-Instruct',
    licence: 'Apache-2.0',
    tokenizerBytes: 7 * MB,
    weights: { q4f16: 483 * MB, q4: 786 * MB, q8: 503 * MB },
    note: 'Trained on programs rather than talk. Expect minutes a question on WASM.',
  }),
  languageModel({
    id: 'smollm2-360m',
    title: 'SmolLM2 360M',
    repository: 'HuggingFaceTB/SmolLM2-360M-Instruct',
    licence: 'Apache-2.0',
    tokenizerBytes: 2.1 * MB,
    weights: { q4f16: 273 * MB, q4: 388 * MB, q8: 366 * MB },
    note: 'Smaller and quicker; it follows examples less well.',
  }),
  languageModel({
    id: 'smollm2-135m',
    title: 'SmolLM2 135M',
    repository: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    licence: 'Apache-2.0',
    tokenizerBytes: 2.1 * MB,
    weights: { q4f16: 118 * MB, q4: 183 * MB, q8: 138 * MB },
    note: 'The smallest that writes English. Its programs are well-formed because they are held to be; expect them to be right seldom.',
  }),
];

/** The models that can play a role, in the order in which they are proposed. */
export const hubModelsFor = (role: Role): readonly HubModel[] =>
  HUB_CATALOGUE.filter((model) => model.role === role);

/** `model` + `fp16` → `onnx/model_fp16.onnx`: the hub's naming, see `DEFAULT_DTYPE_SUFFIX_MAPPING` of transformers.js. */
export function onnxPath(session: string, dtype: HubVariant['dtype']): string {
  const suffix = { q8: '_quantized', q4: '_q4', q4f16: '_q4f16', fp16: '_fp16', fp32: '' }[dtype];
  return `onnx/${session}${suffix}.onnx`;
}

function samVariant(
  dtype: HubVariant['dtype'],
  needs: HubVariant['needs'],
  encoderBytes: number,
  decoderBytes: number,
  memoryBytes: number,
): HubVariant {
  const files = [
    ...IMAGE_CONFIG,
    file(onnxPath('vision_encoder', dtype), encoderBytes),
    file(onnxPath('prompt_encoder_mask_decoder', dtype), decoderBytes),
  ];
  return { dtype, needs, files, memoryBytes };
}

interface LanguageModelFacts {
  readonly id: string;
  readonly title: string;
  readonly repository: string;
  readonly licence: string;
  readonly tokenizerBytes: number;
  readonly weights: Readonly<Record<'q4f16' | 'q4' | 'q8', number>>;
  readonly note: string;
}

/** A causal language model with a chat template: one session. Its commit is pinned at the first download. */
function languageModel({ tokenizerBytes, weights, note, ...facts }: LanguageModelFacts): HubModel {
  const variant = (dtype: keyof typeof weights, needs: HubVariant['needs']): HubVariant => ({
    dtype,
    needs,
    files: [
      file('config.json', 0.8 * KB),
      file('generation_config.json', 0.2 * KB),
      file('tokenizer.json', tokenizerBytes),
      file('tokenizer_config.json', 10 * KB),
      file(onnxPath('model', dtype), weights[dtype]),
    ],
    memoryBytes: Math.round(weights[dtype] * 2.2) + 300 * MB,
  });
  return {
    ...facts,
    role: 'policy',
    revision: 'main',
    url: `https://huggingface.co/${facts.repository}`,
    task: 'text-generation',
    variants: [variant('q4f16', GPU_F16), variant('q8', []), variant('q4', GPU)],
    devices: ['webgpu', 'wasm'],
    note: `${note} Its commit is pinned at the first download.`,
  };
}

/** A model that writes about pictures: its sessions, a tokenizer and the settings of generation. */
function generatorVariant(
  dtype: HubVariant['dtype'],
  needs: HubVariant['needs'],
  sessions: Readonly<Record<string, number>>,
  more: readonly HubFile[] = [],
): HubVariant {
  const weights = Object.entries(sessions).map(([name, bytes]) => file(onnxPath(name, dtype), bytes));
  const total = weights.reduce((sum, { approximateBytes }) => sum + approximateBytes, 0);
  const files = [
    ...IMAGE_CONFIG,
    ...tokenizer(3.5 * MB),
    file('generation_config.json', 0.3 * KB),
    ...more,
    ...weights,
  ];
  return { dtype, needs, files, memoryBytes: Math.round(total * 2.5) };
}
