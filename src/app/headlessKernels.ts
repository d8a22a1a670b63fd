import { TwinsightError } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import { GpuHost } from '../training/gpu/host.ts';
import type { AdapterFacts } from '../training/gpu/types.ts';
import { referenceKernels } from '../training/kernels/reference.ts';
import type { MaskOverlaps, PackedMasks } from '../training/kernels/types.ts';
import { type VerifyReport, verifyKernels } from '../training/kernels/verify.ts';
import { webgpuKernels } from '../training/kernels/webgpu.ts';
import { type Outcome, outcome } from './outcome.ts';

export interface MaskTimes {
  readonly adapter: AdapterFacts;
  /** Milliseconds of each round, from packed masks in memory to their overlaps. */
  readonly webgpu: readonly number[];
  readonly cpu: readonly number[];
}

/** The reward kernels without the interface: held to their references, and timed. */
export interface HeadlessKernels {
  /** Every case of every kernel on this page's GPU and in TypeScript, compared. */
  verify(): Promise<Outcome<VerifyReport>>;
  /** Overlaps of `count` masks of `side` × `side` pixels with one target, on both devices in turn. Fails where they differ. */
  timeMasks(count: number, side: number, rounds: number): Promise<Outcome<MaskTimes>>;
}

function randomWords(seed: number, count: number, side: number): PackedMasks {
  const random = createRandom(seed);
  const words = Uint32Array.from({ length: count * Math.ceil((side * side) / 32) }, () =>
    random.int(0, 0xffffffff),
  );
  return { count, size: [side, side], words };
}

const same = (a: MaskOverlaps, b: MaskOverlaps): boolean =>
  a.intersections.every((value, i) => value === b.intersections[i]) &&
  a.unions.every((value, i) => value === b.unions[i]);

/** A GPU for the time of a piece of work. */
async function withGpu<T>(work: (gpu: GpuHost) => Promise<T>): Promise<T> {
  const gpu = await GpuHost.create({ gpu: navigator.gpu });
  try {
    return await work(gpu);
  } finally {
    gpu.dispose();
  }
}

async function timeMasks(gpu: GpuHost, count: number, side: number, rounds: number): Promise<MaskTimes> {
  const [masks, target] = [randomWords(1, count, side), randomWords(2, 1, side)];
  const devices = [webgpuKernels(gpu), referenceKernels()] as const;
  const times = { webgpu: [] as number[], cpu: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const overlaps: MaskOverlaps[] = [];
    for (const kernels of devices) {
      const start = performance.now();
      overlaps.push(await kernels.maskOverlaps(masks, target));
      times[kernels.device].push(performance.now() - start);
    }
    const [ours, reference] = overlaps;
    if (!ours || !reference || !same(ours, reference))
      throw new TwinsightError({
        code: 'gpu-failed',
        message: 'This GPU counts pixels wrongly.',
        remedy: 'Compute rewards on the CPU, and report the name of your GPU.',
      });
  }
  return { adapter: gpu.adapter, ...times };
}

export const headlessKernels: HeadlessKernels = {
  verify: () => outcome(() => withGpu((gpu) => verifyKernels(gpu))),
  timeMasks: (count, side, rounds) => outcome(() => withGpu((gpu) => timeMasks(gpu, count, side, rounds))),
};
