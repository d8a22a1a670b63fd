import { parseOptions, wholeNumber } from '../lib/arguments.ts';
import { runCommand } from '../lib/badInput.ts';
import { ensureBuilt } from '../lib/build.ts';
import { DIST } from '../lib/project.ts';
import { startStaticServer } from '../lib/staticServer.ts';

const HELP = `Builds the app where needed and serves it.

  npm start [-- --port N] [--host ADDRESS]

  --port N         first port to try (default 4173); the next free one is taken
  --host ADDRESS   address to listen on (default 127.0.0.1: this machine only)`;

await runCommand(async () => {
  const options = parseOptions(HELP, { port: { type: 'string' }, host: { type: 'string' } });
  if (!options) return;
  const { port = '4173', host = '127.0.0.1' } = options.values;
  const first = wholeNumber('--port', port, 0, 65_535);
  await ensureBuilt();
  const server = await startStaticServer({ root: DIST, port: first, host });
  process.stdout.write(`Twinsight is at ${server.url} (Ctrl+C ends it)\n`);
  const stop = () => void server.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
});
