import { runCommand } from '../lib/badInput.ts';
import { runChecks } from '../lib/checks.ts';

await runCommand(async () => {
  const outcomes = await runChecks();
  const failed = outcomes.filter((outcome) => !outcome.passed).length;
  process.stdout.write(`${outcomes.length - failed} checks passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
});
