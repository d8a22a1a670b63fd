import type { GpuHost } from '../../gpu/host.ts';
import type { GpuArray, GpuProgram } from '../../gpu/types.ts';
import type { BoxPair, Matrix } from '../types.ts';
import { inRows } from '../workgroups.ts';
import code from './boxIous.wgsl?raw';

const PROGRAM: GpuProgram = { label: 'box IoUs', code, bindings: ['uniform', 'read', 'read', 'write'] };

interface PackedPairs {
  /** Boxes and targets of all pairs. */
  readonly boxes: Float32Array;
  /** The two boxes of each cell of each matrix. */
  readonly cells: Uint32Array;
}

function pack(pairs: readonly BoxPair[]): PackedPairs {
  const boxes = new Float32Array(
    pairs.reduce((sum, pair) => sum + pair.boxes.length + pair.targets.length, 0),
  );
  const cells = new Uint32Array(
    pairs.reduce((sum, pair) => sum + (pair.boxes.length * pair.targets.length) / 8, 0),
  );
  let packed = 0;
  let cell = 0;
  for (const { boxes: own, targets } of pairs) {
    boxes.set(own, packed);
    boxes.set(targets, packed + own.length);
    const firstBox = packed / 4;
    const firstTarget = firstBox + own.length / 4;
    for (let box = 0; box < own.length / 4; box++)
      for (let target = 0; target < targets.length / 4; target++) {
        cells[cell++] = firstBox + box;
        cells[cell++] = firstTarget + target;
      }
    packed += own.length + targets.length;
  }
  return { boxes, cells };
}

/** Box IoUs on the GPU, all pairs in one job. */
export async function boxIousOnGpu(host: GpuHost, pairs: readonly BoxPair[]): Promise<Matrix[]> {
  const { boxes, cells } = pack(pairs);
  const count = cells.length / 2;
  const ious: GpuArray = { kind: 'output', label: 'box IoUs', length: count, finite: true };
  const values =
    count === 0
      ? new Float32Array(0)
      : (
          await host.run({
            label: PROGRAM.label,
            steps: [
              {
                program: PROGRAM,
                entryPoint: 'compare_boxes',
                arrays: [
                  { kind: 'input', label: 'box parameters', data: Uint32Array.of(count, 0, 0, 0) },
                  { kind: 'input', label: 'boxes', data: boxes },
                  { kind: 'input', label: 'cells', data: cells },
                  ious,
                ],
                workgroups: inRows(Math.ceil(count / 64)),
              },
            ],
          })
        ).float32(ious);
  let at = 0;
  return pairs.map((pair) => {
    const [rows, columns] = [pair.boxes.length / 4, pair.targets.length / 4];
    const matrix = { rows, columns, values: values.slice(at, at + rows * columns) };
    at += rows * columns;
    return matrix;
  });
}
