import type { GpuHost } from '../../gpu/host.ts';
import type { GpuArray, GpuProgram } from '../../gpu/types.ts';
import { wordsPerMask } from '../arguments.ts';
import type { MaskOverlaps, PackedMasks } from '../types.ts';
import { overUnions } from './maskOverlaps.ref.ts';
import code from './maskOverlaps.wgsl?raw';

const PROGRAM: GpuProgram = {
  label: 'mask overlaps',
  code,
  bindings: ['uniform', 'read', 'read', 'write'],
};

/** Masks on the device at once: a part of the smallest buffer that WebGPU promises (128 MiB). */
const MAX_MASK_BYTES = 64 * 2 ** 20;

/** Intersection and union of some of the masks with all targets, alternating, [count, targets, 2]. */
async function countOverlaps(host: GpuHost, masks: PackedMasks, targets: PackedMasks): Promise<Uint32Array> {
  const overlaps: GpuArray = {
    kind: 'output',
    label: 'mask overlaps',
    length: 2 * masks.count * targets.count,
  };
  const words = wordsPerMask(masks.size);
  const results = await host.run({
    label: PROGRAM.label,
    steps: [
      {
        program: PROGRAM,
        entryPoint: 'count_overlaps',
        arrays: [
          { kind: 'input', label: 'mask parameters', data: Uint32Array.of(words, targets.count, 0, 0) },
          { kind: 'input', label: 'masks', data: masks.words },
          { kind: 'input', label: 'target masks', data: targets.words },
          overlaps,
        ],
        workgroups: [masks.count, targets.count],
      },
    ],
  });
  return results.uint32(overlaps);
}

/** Mask overlaps on the GPU; many masks go in several jobs. */
export async function maskOverlapsOnGpu(
  host: GpuHost,
  masks: PackedMasks,
  targets: PackedMasks,
): Promise<MaskOverlaps> {
  const { size } = masks;
  const words = wordsPerMask(size);
  const intersections = new Uint32Array(masks.count * targets.count);
  const unions = new Uint32Array(masks.count * targets.count);
  const slice = Math.max(1, Math.floor(MAX_MASK_BYTES / (4 * words)));
  for (let first = 0; first < masks.count && targets.count > 0; first += slice) {
    const count = Math.min(slice, masks.count - first);
    const part = { count, size, words: masks.words.subarray(first * words, (first + count) * words) };
    const overlaps = await countOverlaps(host, part, targets);
    for (let i = 0; i < count * targets.count; i++) {
      intersections[first * targets.count + i] = overlaps[2 * i] ?? 0;
      unions[first * targets.count + i] = overlaps[2 * i + 1] ?? 0;
    }
  }
  return { intersections, unions, ious: overUnions(intersections, unions) };
}
