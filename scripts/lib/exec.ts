import { spawn } from 'node:child_process';
import { ROOT } from './project.ts';

export interface ExecResult {
  /** Exit code; 1 where a signal ended the process. */
  readonly code: number;
  /** stdout and stderr, in the order in which they came. */
  readonly output: string;
  readonly ms: number;
}

export interface ExecOptions {
  /** Also pass the output through as it comes. */
  readonly echo?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** After so many milliseconds the program is ended, with code 1 and a last line that says so: nothing may hang for ever. */
  readonly limitMs?: number;
}

/**
 * Runs a program without a shell, from the repository root, and collects its output.
 * @throws when the program cannot be started
 */
export function exec(
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (options.echo) process.stdout.write(chunk);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const limit =
      options.limitMs === undefined
        ? undefined
        : setTimeout(() => {
            collect(Buffer.from(`Ended: not done within ${(options.limitMs ?? 0) / 1000} s.\n`));
            child.kill('SIGKILL');
            // Programs that it started may outlive it, and hold its output open.
            child.stdout.destroy();
            child.stderr.destroy();
          }, options.limitMs);
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, output, ms: performance.now() - started });
    });
  });
}

/** Runs a JavaScript file of an installed package, by its path inside node_modules. */
export const execPackage = (
  file: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> => exec(process.execPath, [`${ROOT}/node_modules/${file}`, ...args], options);

/** Runs a TypeScript file of this project in its own process. */
export const execScript = (
  file: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> => exec(process.execPath, ['--import', 'tsx', `${ROOT}/${file}`, ...args], options);
