import { TwinsightError } from '../../core/errors.ts';
import { reasonOf } from '../runtime/ortRuntime.ts';
import type { HubRuntime } from './runtime/hubRuntime.ts';
import type { Pretrained } from './runtime/pretrained.ts';
import { loadChatVision } from './tasks/chatVision.ts';
import { loadFlorence } from './tasks/florence.ts';
import { loadGroundedDetection } from './tasks/groundedDetection.ts';
import { loadObjectDetection } from './tasks/objectDetection.ts';
import { loadPromptableSegmentation } from './tasks/promptableSegmentation.ts';
import { loadRelativeDepth } from './tasks/relativeDepth.ts';
import { loadTextGeneration } from './tasks/textGeneration.ts';
import type { HubTaskRunner } from './tasks/types.ts';
import { loadZeroShotDetection } from './tasks/zeroShotDetection.ts';
import type { HubDtype, HubTask } from './types.ts';

/** A model to load, as far as its files and its way of working are concerned. */
export interface HubModelRef {
  readonly id: string;
  readonly title: string;
  readonly repository: string;
  readonly revision: string;
  readonly task: HubTask;
}

const LOADERS: Readonly<Record<HubTask, (source: Pretrained) => Promise<HubTaskRunner>>> = {
  'object-detection': loadObjectDetection,
  'grounded-detection': loadGroundedDetection,
  'zero-shot-detection': loadZeroShotDetection,
  'promptable-segmentation': loadPromptableSegmentation,
  'relative-depth': loadRelativeDepth,
  florence: loadFlorence,
  'chat-vision': loadChatVision,
  'text-generation': loadTextGeneration,
};

/**
 * Opens the sessions of a model whose files are in the store. Throws `model-missing` where a file is not, otherwise
 * `model-load-failed`; this realm is not to be used any more then.
 */
export async function loadHubModel(
  runtime: HubRuntime,
  model: HubModelRef,
  dtype: HubDtype,
): Promise<HubTaskRunner> {
  const { lib, device } = runtime;
  try {
    return await LOADERS[model.task]({
      lib,
      repository: model.repository,
      options: {
        revision: model.revision,
        device: device === 'webgpu' ? 'webgpu' : 'auto',
        dtype,
        session_options: { executionProviders: [device] },
      },
    });
  } catch (thrown) {
    if (thrown instanceof TwinsightError) throw thrown;
    if (thrown instanceof lib.ModelFileNotFoundError) throw missing(model, dtype, thrown);
    throw new TwinsightError(
      {
        code: 'model-load-failed',
        message: `${model.title} (${dtype}) could not be loaded on ${device}: ${runtime.ort.gpuFailure ?? reasonOf(thrown)}`,
        remedy: 'Verify its files in the model manager, or download another variant.',
      },
      { cause: thrown },
    );
  }
}

function missing({ title }: HubModelRef, dtype: HubDtype, cause: Error): TwinsightError {
  const path = /((?:onnx\/)?[\w.-]+)"/.exec(cause.message)?.[1];
  return new TwinsightError(
    {
      code: 'model-missing',
      message: `${path ?? 'A file'} of ${title} (${dtype}) is not downloaded.`,
      remedy: 'Download the model again in the model manager; what is there already is kept.',
    },
    { cause },
  );
}
