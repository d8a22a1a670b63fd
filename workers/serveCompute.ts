import { TwinsightError } from '../src/core/errors.ts';
import type { Compute, Decoder } from '../src/training/model/compute.ts';
import type { LlamaConfig } from '../src/training/model/types.ts';
import { type ComputeContract, computeContract } from './contracts/compute.ts';
import type { Endpoint } from './rpc/endpoint.ts';
import { type Handlers, serve, withTransfer } from './rpc/server.ts';

/**
 * What a compute worker does, apart from the thread that it runs in: everything in the order of its arrival, so that weights are there before
 * what is computed with them.
 *
 * @param createCompute a device for a model
 */
export function serveCompute(createCompute: (config: LlamaConfig) => Compute, endpoint: Endpoint): void {
  serve(computeContract, computeHandlers(createCompute), endpoint, {
    serial: [
      'open',
      'setWeights',
      'logits',
      'logprobs',
      'gradients',
      'openDecoder',
      'stepDecoder',
      'closeDecoder',
    ],
  });
}

/** Its answers are copies, which are moved: a device may answer with views of its memory. */
function computeHandlers(createCompute: (config: LlamaConfig) => Compute): Handlers<ComputeContract> {
  let compute: Compute | undefined;
  let decoder: Decoder | undefined;

  const device = (): Compute => compute ?? missing('model', 'Open one first.');
  const closeDecoder = (): void => {
    decoder?.dispose();
    decoder = undefined;
  };

  return {
    open({ config }) {
      closeDecoder();
      compute?.dispose();
      compute = createCompute(config);
      return {};
    },
    setWeights({ weights }) {
      device().setWeights(weights);
      return {};
    },
    logits: async ({ sequences }) => moved(await device().logits(sequences)),
    logprobs: async ({ sequences, inverseTemperature }) =>
      moved(await device().logprobs(sequences, inverseTemperature)),
    async gradients({ rows, options, names }) {
      const { sums, gradients } = await device().gradients(rows, options, names);
      const copies = new Map([...gradients].map(([name, data]) => [name, new Float32Array(data)]));
      return withTransfer({ sums, gradients: copies }, buffersOf([...copies.values()]));
    },
    async openDecoder(request) {
      closeDecoder();
      decoder = await device().decoder(request);
      return { atOnce: decoder.atOnce, promptLogits: new Float32Array(decoder.promptLogits) };
    },
    async stepDecoder({ branches }) {
      const open = decoder ?? missing('decoder', 'Open one first.');
      const logits = new Float32Array(await open.step(branches));
      return withTransfer(logits, [logits.buffer]);
    },
    closeDecoder() {
      closeDecoder();
      return {};
    },
  };
}

const buffersOf = (arrays: readonly Float32Array<ArrayBuffer>[]): Transferable[] =>
  arrays.map(({ buffer }) => buffer);

function moved(arrays: readonly Float32Array[]) {
  const copies = arrays.map((array) => new Float32Array(array));
  return withTransfer(copies, buffersOf(copies));
}

function missing(what: string, remedy: string): never {
  throw new TwinsightError({ code: 'bad-request', message: `The compute worker has no ${what}.`, remedy });
}
