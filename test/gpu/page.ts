import { toTwinsightError } from '../../src/core/errors.ts';
import { GpuHost } from '../../src/training/gpu/host.ts';
import type { GpuArray, GpuJob, GpuProgram } from '../../src/training/gpu/types.ts';
import { randomFloats, randomMasks } from '../../src/training/kernels/cases.ts';
import { webgpuKernels } from '../../src/training/kernels/webgpu.ts';

/** A job of one program that writes `length` floats, computed by `expression` from the index `i`. */
function floatsJob(expression: string, length = 100): { readonly job: GpuJob; readonly output: GpuArray } {
  const program: GpuProgram = {
    label: 'test',
    code: `
      @group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
      @compute @workgroup_size(64)
      fn write_numbers(@builtin(global_invocation_id) id: vec3u) {
        let i = id.x;
        if (i < ${length}u) { ${expression} }
      }`,
    bindings: ['write'],
  };
  const output: GpuArray = { kind: 'output', label: 'numbers', length, finite: true };
  const workgroups = [Math.ceil(length / 64), 1] as const;
  return {
    job: { label: 'test', steps: [{ program, entryPoint: 'write_numbers', arrays: [output], workgroups }] },
    output,
  };
}

let host: GpuHost | undefined;
const openHost = async (): Promise<GpuHost> => {
  host ??= await GpuHost.create({ gpu: navigator.gpu });
  return host;
};

/** What a job ended with: its first numbers, or the code and message of its failure. */
type JobOutcome =
  | { readonly numbers: readonly number[] }
  | { readonly code: string; readonly message: string };

async function runFloats(expression: string, length?: number): Promise<JobOutcome> {
  const { job, output } = floatsJob(expression, length);
  try {
    const results = await (await openHost()).run(job);
    return { numbers: [...results.float32(output).slice(0, 3)] };
  } catch (thrown) {
    const { code, message } = toTwinsightError(thrown);
    return { code, message };
  }
}

/** What the browser tests of the GPU call; the page lives in `window.gpuTests`. */
const tests = {
  runFloats,

  state: async () => {
    const { state, generation, ledger, adapter } = await openHost();
    return { state, generation, ledger, adapter };
  },

  /** The bits of all outputs of two kernels, some times over. */
  repeat: async (times: number): Promise<readonly string[]> => {
    const kernels = webgpuKernels(await openHost());
    const rewards = randomFloats(3, 8 * 65, 0, 1);
    const masks = randomMasks(4, 3, [67, 129]);
    const runs: string[] = [];
    for (let run = 0; run < times; run++) {
      const { advantages } = await kernels.advantages({ rewards, groupSize: 65, scale: 'batch' });
      const { intersections } = await kernels.maskOverlaps(masks, masks);
      runs.push([...new Uint32Array(advantages.slice().buffer), ...intersections].join(' '));
    }
    return runs;
  },

  /** What a job gives on a host that was given back. */
  runAfterDispose: async (): Promise<JobOutcome> => {
    (await openHost()).dispose();
    return runFloats('numbers[i] = 1.0;');
  },
};

export type GpuTests = typeof tests;

declare global {
  interface Window {
    readonly gpuTests: GpuTests;
  }
}

Object.defineProperty(window, 'gpuTests', { value: tests });
