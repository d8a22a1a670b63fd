import type { DepthMap } from '../measure/inverseDepth.ts';
import { floatsOf, type Pretrained } from '../runtime/pretrained.ts';
import type { DepthTask, Picture } from './types.ts';

/** Loads a model of relative inverse depth: Depth Anything. */
export async function loadRelativeDepth({ lib, repository, options }: Pretrained): Promise<DepthTask> {
  const model = await lib.AutoModelForDepthEstimation.from_pretrained(repository, options);
  const processor = await lib.AutoProcessor.from_pretrained(repository, options);
  const inverseDepth = async ({ pixels }: Picture): Promise<DepthMap> => {
    const { data, dims } = floatsOf(lib, await model(await processor(pixels)), 'predicted_depth');
    const [height = 0, width = 0] = dims.slice(-2);
    if (data.length !== width * height) throw new RangeError('the depth map is not one image');
    return { data, width, height };
  };
  return {
    role: 'depth',
    side: 1036,
    inverseDepth,
    probe: async (picture) => (await inverseDepth(picture)).data,
  };
}
