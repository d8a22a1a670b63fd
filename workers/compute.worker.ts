import { WasmCompute } from '../src/training/model/wasm/compute.ts';
import { computeHandlers } from './computeHandlers.ts';
import { computeContract } from './contracts/compute.ts';
import { serve } from './rpc/server.ts';

// Everything in the order of its arrival: weights are there before what is computed with them.
serve(
  computeContract,
  computeHandlers((config) => new WasmCompute(config)),
  globalThis,
  {
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
  },
);
