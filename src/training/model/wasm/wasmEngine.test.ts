import { describe } from 'vitest';
import { itAgreesWithPyTorch } from '../../../../test/support/engineParity.ts';
import { createWasmEngine } from './index.ts';

describe('the engine on WebAssembly kernels, against PyTorch,', () =>
  itAgreesWithPyTorch(async (request) => createWasmEngine(request)));
