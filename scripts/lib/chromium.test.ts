import { describe, expect, it } from 'vitest';
import { BadInput } from './badInput.ts';
import { chromiumCandidates } from './chromium.ts';

describe('chromiumCandidates', () => {
  it('takes CHROME_PATH alone where it is set', () => {
    const env = { CHROME_PATH: '/opt/my/chrome', PATH: '/usr/bin' };
    expect(chromiumCandidates(env, 'linux', () => true)).toEqual(['/opt/my/chrome']);
  });

  it('says that CHROME_PATH names no file instead of taking another browser', () => {
    const env = { CHROME_PATH: '/opt/gone', PATH: '/usr/bin' };
    expect(() => chromiumCandidates(env, 'linux', (path) => path !== '/opt/gone')).toThrow(BadInput);
  });

  it.each([
    ['linux', { PATH: '/home/me/bin' }, '/home/me/bin/google-chrome'],
    ['linux', { PATH: '' }, '/usr/bin/chromium'],
    ['darwin', { HOME: '/Users/me' }, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  ] as const)('looks in the usual places of %s', (platform, env, place) => {
    expect(chromiumCandidates(env, platform, (path) => path === place)).toEqual([place]);
  });

  it('finds nothing where nothing is', () => {
    expect(chromiumCandidates({ PATH: '/usr/bin' }, 'linux', () => false)).toEqual([]);
  });
});
