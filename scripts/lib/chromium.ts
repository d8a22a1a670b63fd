import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { BadInput } from './badInput.ts';
import { exec, execPackage } from './exec.ts';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];

/** Where browsers of the Chromium family usually live, most wanted first. */
function usualPlaces(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') {
    const apps = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];
    return ['/Applications', join(env.HOME ?? '', 'Applications')].flatMap((folder) =>
      apps.map((app) => join(folder, app)),
    );
  }
  if (platform === 'win32') {
    const folders = [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']];
    const programs = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe'];
    return folders.flatMap((folder) => (folder ? programs.map((program) => join(folder, program)) : []));
  }
  const folders = [
    ...(env.PATH ?? '').split(delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
    '/opt/google/chrome',
  ];
  return NAMES.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

/**
 * Paths of the Chromiums on this machine, best first: `CHROME_PATH` alone where it is set, else those in the usual
 * places, then Playwright's own build. Starts and installs nothing.
 * @throws {BadInput} when `CHROME_PATH` names no file
 */
export function chromiumCandidates(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string[] {
  const chosen = env.CHROME_PATH;
  if (chosen) {
    if (!exists(chosen)) throw new BadInput(`CHROME_PATH names ${chosen}, which does not exist`);
    return [chosen];
  }
  const places = [...usualPlaces(platform, env), chromium.executablePath()];
  return [...new Set(places)].filter((path) => path !== '' && exists(path));
}

/** The first candidate that really starts: some distributions ship a stub that only says where to get the browser. */
async function findChromium(): Promise<string | undefined> {
  for (const path of chromiumCandidates()) {
    if (process.platform !== 'linux') return path;
    const version = await exec(path, ['--version']).catch(() => undefined);
    if (version?.code === 0) return path;
  }
  return undefined;
}

/**
 * Finds a Chromium, or installs one: from the distribution where this runs as root with apt, else Playwright's build.
 * @throws {BadInput} that says in one line what to do
 */
export async function ensureChromium(): Promise<string> {
  const found = await findChromium();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing Chromium (apt-get) …\n');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await exec('apt-get', ['update'], { env });
    await exec('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
    const installed = await findChromium();
    if (installed) return installed;
  }
  process.stdout.write("Downloading Playwright's Chromium …\n");
  await execPackage('@playwright/test/cli.js', ['install', ...(isRoot ? ['--with-deps'] : []), 'chromium']);
  const downloaded = await findChromium();
  if (downloaded) return downloaded;
  throw new BadInput(
    'No working Chromium was found and none could be installed: install Chromium or Chrome and set CHROME_PATH to its executable',
  );
}

/** Switches for a quiet, self-contained browser: no update checks, no first-run pages. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];

/** Launch switches; headless Chromium offers WebGPU (in software where there is no GPU) only when asked. */
export const chromiumArgs = (webgpu: boolean): string[] => [
  ...QUIET,
  ...(webgpu ? ['--enable-unsafe-webgpu'] : []),
];
