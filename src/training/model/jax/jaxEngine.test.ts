import '../../../../test/support/iteratorHelpers.ts';
import { describe } from 'vitest';
import { itAgreesWithPyTorch } from '../../../../test/support/engineParity.ts';
import { createJaxEngine } from './index.ts';

describe('the engine on jax-js, against PyTorch,', () => itAgreesWithPyTorch(createJaxEngine));
