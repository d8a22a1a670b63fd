import { INPUT_SIZE } from '../../../src/perception/tasks/detect/detector.ts';

/** Side of the masks, in cells. */
export const GRID = 64;
/** Side of the crop that the trunk sees in the fine path, in pixels. */
export const CROP_SIZE = 256;

/** A map of frozen features. */
export interface FeatureMap {
  /** The tensor's name wherever it goes in or out. */
  readonly name: string;
  readonly dims: readonly [batch: number, channels: number, height: number, width: number];
  /** Input pixels a cell. */
  readonly stride: number;
  /** Side of the grid on which a head reads it over a window. */
  readonly grid: number;
  /** Samples along one side of a cell of that grid. */
  readonly samples: number;
}

const HEAD = 'tower_0/CenternetHead/';
const BACKBONE = 'tower_0/MobilenetV3/';

interface FeatureNode extends Pick<FeatureMap, 'name' | 'stride' | 'grid' | 'samples'> {
  /** The TensorFlow node. */
  readonly node: string;
  readonly channels: number;
}

/** From the deepest on: what the decoder knows at strides 32 to 8, and the narrow places of its lateral branches. */
const NODES: readonly FeatureNode[] = [
  { name: 's32', node: `${HEAD}c5_upsample/add`, channels: 128, stride: 32, grid: 8, samples: 1 },
  { name: 's16', node: `${HEAD}c4_upsample/add`, channels: 96, stride: 16, grid: 16, samples: 1 },
  { name: 's8', node: `${HEAD}c3_upsample/add`, channels: 64, stride: 8, grid: 32, samples: 1 },
  { name: 's8b', node: `${HEAD}c3_reverse/1x1/Relu`, channels: 24, stride: 8, grid: 32, samples: 1 },
  { name: 's4', node: `${HEAD}c2_reverse/1x1/Relu`, channels: 18, stride: 4, grid: 32, samples: 2 },
  { name: 's4b', node: `${BACKBONE}expanded_conv_2/add`, channels: 24, stride: 4, grid: 32, samples: 2 },
];

/** TensorFlow node → tensor of the fast path. */
export const FEATURE_OUTPUTS: Readonly<Record<string, string>> = Object.fromEntries(
  NODES.map(({ node, name }) => [node, name]),
);

/** What the detector's pass over the photo gives. */
export const FAST_MAPS: readonly FeatureMap[] = NODES.map(
  ({ name, channels, stride, grid, samples }): FeatureMap => ({
    name,
    dims: [1, channels, INPUT_SIZE / stride, INPUT_SIZE / stride],
    stride,
    grid,
    samples,
  }),
);

/** What the trunk gives for a crop and its mirror image: the same maps on the head's grids. */
export const FINE_MAPS: readonly FeatureMap[] = FAST_MAPS.map((map) => ({
  ...map,
  dims: [2, map.dims[1], map.grid, map.grid],
}));

/** The maps of a crop that are finer than the head's grid: how many cells become one along a side. */
export const FINE_AVERAGES: readonly { readonly name: string; readonly factor: number }[] = NODES.map(
  ({ name, stride, grid }) => ({ name, factor: CROP_SIZE / stride / grid }),
).filter(({ factor }) => factor > 1);
