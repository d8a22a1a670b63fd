import { TwinsightError } from '../../core/errors.ts';
import type { Access, GpuProgram, GpuStep } from './types.ts';

/** A compiled entry point, and the layout that its bind groups have. */
export interface CompiledStep {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

interface CompiledProgram {
  readonly module: GPUShaderModule;
  readonly layout: GPUBindGroupLayout;
  readonly pipelines: Map<string, GPUComputePipeline>;
}

const BUFFER_TYPES = {
  uniform: 'uniform',
  read: 'read-only-storage',
  write: 'storage',
} as const satisfies Record<Access, GPUBufferBindingType>;

/** Compiles each entry point of each program once for a device. */
export class ProgramCache {
  readonly #device: GPUDevice;
  readonly #programs = new Map<GpuProgram, CompiledProgram>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** @throws {TwinsightError} `gpu-failed` with the compiler's words */
  async compile({ program, entryPoint }: GpuStep): Promise<CompiledStep> {
    const compiled = this.#programs.get(program) ?? (await this.#compileModule(program));
    this.#programs.set(program, compiled);
    const { module, layout, pipelines } = compiled;
    const ready = pipelines.get(entryPoint);
    if (ready !== undefined) return { pipeline: ready, layout };
    const pipeline = await this.#device.createComputePipelineAsync({
      label: `${program.label}.${entryPoint}`,
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint },
    });
    pipelines.set(entryPoint, pipeline);
    return { pipeline, layout };
  }

  async #compileModule({ label, code, bindings }: GpuProgram): Promise<CompiledProgram> {
    const module = this.#device.createShaderModule({ label, code });
    const { messages } = await module.getCompilationInfo();
    const errors = messages.filter(({ type }) => type === 'error');
    if (errors.length > 0)
      throw new TwinsightError({
        code: 'gpu-failed',
        message: `The shader ${label} does not compile here: ${errors.map(({ lineNum, message }) => `line ${lineNum}: ${message}`).join('; ')}`,
        remedy: 'Compute rewards on the CPU, and report this with the name of your GPU.',
      });
    const layout = this.#device.createBindGroupLayout({
      label,
      entries: bindings.map((access, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: BUFFER_TYPES[access] },
      })),
    });
    return { module, layout, pipelines: new Map() };
  }
}
