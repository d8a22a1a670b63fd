import { FURTHER_USES } from './furtherUses.ts';
import { HOUSEHOLD_USES } from './householdUses.ts';
import { QUALITIES } from './qualities.ts';
import type { Use } from './use.ts';

/** Everyday knowledge about what the objects of each label are for, and which are more so than others. */
export const USES: readonly Use[] = [...HOUSEHOLD_USES, ...FURTHER_USES, ...QUALITIES];
