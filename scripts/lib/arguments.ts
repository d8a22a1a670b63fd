import { type ParseArgsConfig, parseArgs } from 'node:util';
import { BadInput } from './badInput.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

interface Parsed<O extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>['values'];
  readonly positionals: readonly string[];
}

/**
 * Parses the command line. Prints `help` and returns undefined when `--help` is asked for.
 * @throws {BadInput} that names the option at fault
 */
export function parseOptions<const O extends Options>(
  help: string,
  options: O,
  args: readonly string[] = process.argv.slice(2),
): Parsed<O> | undefined {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${help}\n`);
    return undefined;
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { values, positionals };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new BadInput(`${reason}; see --help`);
  }
}

/** @throws {BadInput} when the text is no whole number in [low, high] */
export function wholeNumber(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high) {
    throw new BadInput(`${name} must be a whole number from ${low} to ${high}, not ${JSON.stringify(text)}`);
  }
  return value;
}

/** @throws {BadInput} that lists the choices when the text is none of them */
export function oneOf<const T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new BadInput(`${name} must be one of ${choices.join(', ')}, not ${JSON.stringify(text)}`);
  return found;
}
