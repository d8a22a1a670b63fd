import { TwinsightError } from '../../core/errors.ts';
import { BufferPool, type PoolLedger } from './bufferPool.ts';
import type { OpenedDevice } from './openDevice.ts';
import { bytesOf, planJob } from './plan.ts';
import { ProgramCache } from './programCache.ts';
import { checkReceipt, withReceipt } from './receipt.ts';
import type { AdapterFacts, GpuArray, GpuJob, GpuResults, GpuStep } from './types.ts';

const SCOPES = ['internal', 'out-of-memory', 'validation'] as const satisfies readonly GPUErrorFilter[];
/** All bits set: NaN as a float. A program that leaves a part of its output unwritten is found out. */
const POISON = 0xffffffff;

/** Where each output lies in the buffer that is read back. */
interface Readback {
  readonly buffer: GPUBuffer;
  readonly offsets: ReadonlyMap<GpuArray, number>;
}

function readResults(bytes: ArrayBuffer, offsets: ReadonlyMap<GpuArray, number>): GpuResults {
  const place = (array: GpuArray): [ArrayBuffer, number, number] => {
    const offset = offsets.get(array);
    if (offset === undefined || array.kind === 'input')
      throw new RangeError(`${array.label} is no output of this job.`);
    return [bytes, offset, array.length];
  };
  return {
    uint32: (array) => new Uint32Array(...place(array)),
    int32: (array) => new Int32Array(...place(array)),
    float32: (array) => new Float32Array(...place(array)),
  };
}

/** One device until it is lost, with its buffers and compiled programs. Runs one job at a time; `GpuHost` sees to that. */
export class GpuSession {
  readonly adapter: AdapterFacts;
  readonly #device: GPUDevice;
  readonly #pool: BufferPool;
  readonly #programs: ProgramCache;
  #tickets = 0;
  #lost: string | undefined;
  #uncaptured: string | undefined;

  constructor({ device, adapter }: OpenedDevice) {
    this.adapter = adapter;
    this.#device = device;
    this.#pool = new BufferPool(device);
    this.#programs = new ProgramCache(device);
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#uncaptured = error.message;
    });
    void device.lost.then(({ message }) => {
      this.#lost = message || 'no reason was given';
    });
  }

  /** Why the device is gone, once it is. */
  get lost(): string | undefined {
    return this.#lost;
  }

  get ledger(): PoolLedger {
    return this.#pool.ledger;
  }

  /**
   * @throws {TwinsightError} `gpu-limit` before anything is allocated, `gpu-failed` for what the device complains of.
   *   Anything else that is thrown means that the device is of no more use.
   */
  async run(job: GpuJob): Promise<GpuResults> {
    this.#tickets += 1;
    const receipted = withReceipt(job, this.#tickets);
    const { arrays } = planJob(receipted.job, this.#device.limits);
    const buffers = new Map<GpuArray, GPUBuffer>();
    let readback: Readback | undefined;
    let done = false;
    for (const scope of SCOPES) this.#device.pushErrorScope(scope);
    let complaints: Promise<readonly (GPUError | null)[]> | undefined;
    const popScopes = () => {
      complaints ??= Promise.all(SCOPES.map(() => this.#device.popErrorScope()));
      return complaints;
    };
    try {
      for (const array of arrays) buffers.set(array, this.#allocate(array, receipted.job.steps));
      readback = this.#submit(await this.#encode(receipted.job.steps, buffers), buffers);
      this.#complain(job.label, await popScopes());
      await readback.buffer.mapAsync(GPUMapMode.READ);
      const results = readResults(readback.buffer.getMappedRange().slice(0), readback.offsets);
      readback.buffer.unmap();
      checkReceipt(receipted, results.uint32(receipted.receipt));
      done = true;
      return results;
    } finally {
      await popScopes().catch(() => undefined);
      const borrowed = [...buffers.values(), ...(readback === undefined ? [] : [readback.buffer])];
      for (const buffer of borrowed) done ? this.#pool.giveBack(buffer) : this.#pool.discard(buffer);
    }
  }

  dispose(): void {
    this.#pool.dispose();
    this.#device.destroy();
  }

  #allocate(array: GpuArray, steps: readonly GpuStep[]): GPUBuffer {
    const uniform = steps.some(({ program, arrays }) =>
      program.bindings.some((access, i) => access === 'uniform' && arrays[i] === array),
    );
    const { UNIFORM, STORAGE, COPY_DST, COPY_SRC } = GPUBufferUsage;
    const usage = uniform ? UNIFORM | COPY_DST : STORAGE | COPY_DST | COPY_SRC;
    const buffer = this.#pool.borrow(bytesOf(array), usage);
    const { queue } = this.#device;
    if (array.kind === 'input') {
      const { buffer: memory, byteOffset, byteLength } = array.data;
      queue.writeBuffer(buffer, 0, memory, byteOffset, byteLength);
    } else queue.writeBuffer(buffer, 0, new Uint32Array(array.length).fill(POISON));
    return buffer;
  }

  async #encode(
    steps: readonly GpuStep[],
    buffers: ReadonlyMap<GpuArray, GPUBuffer>,
  ): Promise<GPUCommandEncoder> {
    const compiled = [];
    for (const step of steps) compiled.push({ step, ...(await this.#programs.compile(step)) });
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { step, pipeline, layout } of compiled) {
      const entries = step.arrays.flatMap((array, binding) => {
        const buffer = buffers.get(array);
        // The binding ends with the array, not with the buffer, whose tail belongs to some earlier job.
        return buffer === undefined ? [] : [{ binding, resource: { buffer, size: bytesOf(array) } }];
      });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, this.#device.createBindGroup({ layout, entries }));
      pass.dispatchWorkgroups(...step.workgroups);
    }
    pass.end();
    return encoder;
  }

  #submit(encoder: GPUCommandEncoder, buffers: ReadonlyMap<GpuArray, GPUBuffer>): Readback {
    const outputs = [...buffers].filter(([{ kind }]) => kind === 'output');
    const total = outputs.reduce((sum, [array]) => sum + bytesOf(array), 0);
    const { MAP_READ, COPY_DST } = GPUBufferUsage;
    const readback = this.#pool.borrow(total, MAP_READ | COPY_DST);
    const offsets = new Map<GpuArray, number>();
    let offset = 0;
    for (const [array, buffer] of outputs) {
      encoder.copyBufferToBuffer(buffer, 0, readback, offset, bytesOf(array));
      offsets.set(array, offset);
      offset += bytesOf(array);
    }
    this.#device.queue.submit([encoder.finish()]);
    return { buffer: readback, offsets };
  }

  #complain(label: string, errors: readonly (GPUError | null)[]): void {
    const message = errors.find((error) => error !== null)?.message ?? this.#uncaptured;
    this.#uncaptured = undefined;
    if (message === undefined) return;
    throw new TwinsightError({
      code: 'gpu-failed',
      message: `${label}: the GPU reports: ${message}`,
      remedy: 'Compute rewards on the CPU, or reload the page to start the GPU anew.',
    });
  }
}
