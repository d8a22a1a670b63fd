import { INPUT_SIZE } from '../../../src/perception/tasks/detect/detector.ts';

/** Side of the masks, in cells. */
export const GRID = 64;
/** Side of the crop that the trunk sees in the fine path, in pixels. */
export const CROP_SIZE = 256;

/** A map of frozen features. */
export interface FeatureMap {
  /** The tensor's name wherever it goes in or out. */
  readonly name: string;
  readonly dims: readonly [batch: 1, channels: number, height: number, width: number];
  /** Input pixels a cell. */
  readonly stride: number;
  /** Side of the grid on which a head reads it over a window. */
  readonly grid: number;
}

const HEAD = 'tower_0/CenternetHead/';
const BACKBONE = 'tower_0/MobilenetV3/';

interface FeatureNode {
  readonly name: string;
  /** The TensorFlow node. */
  readonly node: string;
  readonly channels: number;
  readonly stride: number;
  readonly grid: number;
}

/** From the deepest on: what the decoder knows at strides 32 to 8, and the narrow places of its lateral branches. */
const NODES: readonly FeatureNode[] = [
  { name: 's32', node: `${HEAD}c5_upsample/add`, channels: 128, stride: 32, grid: 8 },
  { name: 's16', node: `${HEAD}c4_upsample/add`, channels: 96, stride: 16, grid: 16 },
  { name: 's8', node: `${HEAD}c3_upsample/add`, channels: 64, stride: 8, grid: 32 },
  { name: 's8b', node: `${HEAD}c3_reverse/1x1/Relu`, channels: 24, stride: 8, grid: 32 },
  { name: 's4', node: `${HEAD}c2_reverse/1x1/Relu`, channels: 18, stride: 4, grid: 64 },
  { name: 's4b', node: `${BACKBONE}expanded_conv_2/add`, channels: 24, stride: 4, grid: 64 },
];

/** TensorFlow node → tensor of the fast path. */
export const FEATURE_OUTPUTS: Readonly<Record<string, string>> = Object.fromEntries(
  NODES.map(({ node, name }) => [node, name]),
);

/** The node of the finest map, which the trunk of the fine path gives besides, averaged to the grid. */
export const FINEST_NODE = `${BACKBONE}expanded_conv/add`;

const mapOf = ({ name, channels, stride, grid }: FeatureNode, size: number): FeatureMap => ({
  name,
  dims: [1, channels, size / stride, size / stride],
  stride,
  grid,
});

/** What the detector's pass over the photo gives. */
export const FAST_MAPS: readonly FeatureMap[] = NODES.map((node) => mapOf(node, INPUT_SIZE));

/** What the trunk gives for a crop: the same, and averages of the finest map and of the crop itself. */
export const FINE_MAPS: readonly FeatureMap[] = [
  ...NODES.map((node) => mapOf(node, CROP_SIZE)),
  { name: 's2', dims: [1, 16, GRID, GRID], stride: 4, grid: GRID },
  { name: 'rgb', dims: [1, 3, GRID, GRID], stride: 4, grid: GRID },
];
