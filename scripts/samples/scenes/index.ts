import type { SampleId } from '../../../src/store/samples.ts';
import { breakfast } from './breakfast.ts';
import { desk } from './desk.ts';
import { street } from './street.ts';
import type { SampleScene } from './types.ts';

export const SCENES: Readonly<Record<SampleId, SampleScene>> = { desk, breakfast, street };
