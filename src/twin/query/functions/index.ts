import { answerFunctions } from './answers.ts';
import { attributeFunctions } from './attributes.ts';
import { knowledgeFunctions } from './knowledge.ts';
import { measureFunctions } from './measures.ts';
import { numberFunctions } from './numbers.ts';
import { relationFunctions } from './relations.ts';
import { setFunctions } from './sets.ts';
import type { QueryFunction } from './spec.ts';
import { timeFunctions } from './time.ts';

/** Every function of the query language. */
export const QUERY_FUNCTIONS: readonly QueryFunction[] = [
  ...setFunctions,
  ...relationFunctions,
  ...attributeFunctions,
  ...measureFunctions,
  ...timeFunctions,
  ...numberFunctions,
  ...knowledgeFunctions,
  ...answerFunctions,
];

const byName = new Map(QUERY_FUNCTIONS.map((entry) => [entry.name, entry]));

export const findFunction = (name: string): QueryFunction | undefined => byName.get(name);
