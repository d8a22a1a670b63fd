import { runCommand } from '../lib/badInput.ts';
import { ensureBuilt } from '../lib/build.ts';

await runCommand(ensureBuilt);
