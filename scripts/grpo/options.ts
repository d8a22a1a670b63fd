import { z } from '../../src/core/zod.ts';
import { type GrpoOptionsInput, grpoOptionsSchema } from '../../src/training/rl/schema.ts';
import { BadInput } from '../lib/badInput.ts';

const DEFAULTS = grpoOptionsSchema.parse({});

/** Every option with its default, for the help. */
export const OPTION_HELP = Object.entries(DEFAULTS)
  .map(
    ([name, value]) => `               ${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  )
  .join('\n');

const isName = (name: string): name is keyof GrpoOptionsInput => Object.hasOwn(DEFAULTS, name);

/**
 * The options of "name=value" pairs, over those of `base`; values that are no JSON are texts.
 * @throws {BadInput} that names the option at fault
 */
export function grpoOptions(pairs: readonly string[], base: GrpoOptionsInput = {}): GrpoOptionsInput {
  const given: Record<string, unknown> = { ...base };
  for (const pair of pairs) {
    const [name = '', ...rest] = pair.split('=');
    if (!isName(name) || rest.length === 0)
      throw new BadInput(`--set: ${JSON.stringify(pair)} is no option; see --help`);
    given[name] = literalOf(rest.join('='));
  }
  const parsed = grpoOptionsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new BadInput(`--set: ${z.prettifyError(parsed.error)}`);
}

function literalOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
