/** Numbers of 4 bytes each, which is all that the kernels read and write. */
export type GpuNumbers = Uint32Array | Int32Array | Float32Array;

/** How a program uses a binding: parameters, numbers that it reads, numbers that it writes (and may read). */
export type Access = 'uniform' | 'read' | 'write';

/** A WGSL module. All its entry points share one bind group, whose layout is given rather than derived from what each of them uses. */
export interface GpuProgram {
  readonly label: string;
  readonly code: string;
  /** Of @binding(0), @binding(1), … of @group(0). */
  readonly bindings: readonly Access[];
}

/** An array on the device for the time of a job. The object itself is its name: the same one in two steps is the same memory. */
export type GpuArray =
  | { readonly kind: 'input'; readonly label: string; readonly data: GpuNumbers }
  | {
      /** Outputs are read back; `finite` ones fail the job where a number is infinite or not a number. */
      readonly kind: 'output' | 'scratch';
      readonly label: string;
      /** Numbers in it. Programs write all of them: before, they are not defined. */
      readonly length: number;
      readonly finite?: boolean | undefined;
    };

/** One dispatch. */
export interface GpuStep {
  readonly program: GpuProgram;
  readonly entryPoint: string;
  /** One for each binding of the program. */
  readonly arrays: readonly GpuArray[];
  /** Workgroups in x and y. */
  readonly workgroups: readonly [number, number];
}

/** What is sent to the device at once. Steps run in order and see what those before them wrote. */
export interface GpuJob {
  readonly label: string;
  readonly steps: readonly GpuStep[];
}

/** The outputs of a job. */
export interface GpuResults {
  uint32(array: GpuArray): Uint32Array;
  int32(array: GpuArray): Int32Array;
  float32(array: GpuArray): Float32Array;
}

/** The limits that jobs are planned by. */
export type PlanLimits = Pick<
  GPUSupportedLimits,
  | 'maxBufferSize'
  | 'maxStorageBufferBindingSize'
  | 'maxUniformBufferBindingSize'
  | 'maxComputeWorkgroupsPerDimension'
>;

/** The adapter that a host runs on, as far as the browser tells. */
export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Computed by the processor: right, and slower than the references. */
  readonly software: boolean;
}
