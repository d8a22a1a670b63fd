import type { GpuHost } from '../../gpu/host.ts';
import type { GpuArray, GpuProgram } from '../../gpu/types.ts';
import type { Matching, Matrix } from '../types.ts';
import { inRows } from '../workgroups.ts';
import { matchReference, toMatching } from './match.ref.ts';
import code from './match.wgsl?raw';

const PROGRAM: GpuProgram = { label: 'matching', code, bindings: ['uniform', 'read', 'read', 'write'] };

/** The kernel's arrays have room for as many rows and columns; larger matrices are matched by the reference. */
const MAX_SIDE = 32;

const fits = ({ rows, columns }: Matrix): boolean => rows <= MAX_SIDE && columns <= MAX_SIDE;

/** The column of each row of each matrix, one matrix behind the other. */
async function matchRows(host: GpuHost, matrices: readonly Matrix[]): Promise<Int32Array> {
  const problems = new Uint32Array(4 * matrices.length);
  const weights = new Float32Array(matrices.reduce((sum, { values }) => sum + values.length, 0));
  let [weight, result] = [0, 0];
  matrices.forEach(({ rows, columns, values }, i) => {
    problems.set([rows, columns, weight, result], 4 * i);
    weights.set(values, weight);
    weight += values.length;
    result += rows;
  });
  const columnOf: GpuArray = { kind: 'output', label: 'matchings', length: result };
  const results = await host.run({
    label: PROGRAM.label,
    steps: [
      {
        program: PROGRAM,
        entryPoint: 'match_rows',
        arrays: [
          { kind: 'input', label: 'matching parameters', data: Uint32Array.of(matrices.length, 0, 0, 0) },
          { kind: 'input', label: 'problems', data: problems },
          { kind: 'input', label: 'weights', data: weights },
          columnOf,
        ],
        workgroups: inRows(matrices.length),
      },
    ],
  });
  return results.int32(columnOf);
}

/** Matchings on the GPU, all matrices of up to 32 × 32 in one job. */
export async function matchOnGpu(host: GpuHost, matrices: readonly Matrix[]): Promise<Matching[]> {
  const onGpu = matrices.filter((matrix) => fits(matrix) && matrix.rows > 0);
  const columnOf = onGpu.length === 0 ? new Int32Array(0) : await matchRows(host, onGpu);
  let at = 0;
  return matrices.flatMap((matrix) => {
    if (!fits(matrix) || matrix.rows === 0) return matchReference([matrix]);
    const own = columnOf.slice(at, at + matrix.rows);
    at += matrix.rows;
    return [toMatching(matrix, own)];
  });
}
