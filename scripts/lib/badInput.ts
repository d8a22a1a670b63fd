/** The person's input cannot be used: commands end with exit code 2 and this message, alone on one line of stderr. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim();

/**
 * Runs a command to its end and sets the exit code: 0 done, 2 bad input (one line on stderr), 1 a failure of ours
 * (with its stack, because that is a defect to report).
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (thrown) {
    if (thrown instanceof BadInput) {
      process.stderr.write(`${oneLine(thrown.message)}\n`);
      process.exitCode = 2;
      return;
    }
    process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
    process.exitCode = 1;
  }
}
