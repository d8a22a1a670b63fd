import { describe, expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const BAD: readonly (readonly [why: string, args: readonly string[], says: RegExp])[] = [
  ['no such command', ['fly'], /unknown command "fly"/],
  [
    'a missing photo',
    ['ask', 'no/such/photo.jpg', 'How many?'],
    /no\/such\/photo\.jpg: there is no such file/,
  ],
  ['a folder for a photo', ['ask', 'src', 'How many?'], /src: this is not a file/],
  ['no question', ['ask', 'README.md'], /at least one question/],
  ['an unknown world', ['worlds', '--world', 'mars'], /--world.*clevr.*"mars"/],
  ['an unknown family of a world', ['worlds', '--family', 'riddle'], /--family.*"riddle"/],
  [
    'an unknown policy',
    ['ask', 'README.md', 'How many?', '--policy', 'oracle'],
    /--policy.*grammar.*"oracle"/,
  ],
  [
    'the policy of the hub without a model',
    ['ask', 'README.md', 'How many?', '--policy', 'hub'],
    /--policy hub needs --models/,
  ],
  ['an unknown device', ['ask', 'README.md', 'How many?', '--device', 'tpu'], /--device.*wasm.*"tpu"/],
  ['an unknown option', ['ask', 'README.md', 'How many?', '--jsn'], /--jsn.*--help/],
  ['no suite', ['eval', '--data', 'src'], /--suite is missing/],
  ['an unknown suite', ['eval', '--suite', 'taste', '--data', 'src'], /--suite.*detect.*"taste"/],
  [
    'a folder without sequences',
    ['eval', '--suite', 'video', '--data', 'src'],
    /^src: no folder in it has video\.mp4/,
  ],
  [
    'a rate for a photo',
    ['ask', 'public/samples/desk.webp', 'q', '--rate', '2'],
    /^--rate is for clips only/,
  ],
  ['a folder without depths', ['eval', '--suite', 'depth', '--data', 'src'], /no photo with its depth/],
  [
    'models from nowhere',
    ['eval', '--suite', 'depth', '--data', 'src', '--models', 'mine'],
    /--models.*hub.*"mine"/,
  ],
  ['a missing data folder', ['eval', '--suite', 'detect', '--data', 'no/data'], /no folder no\/data/],
  [
    'a data folder without annotations',
    ['eval', '--suite', 'detect', '--data', 'src'],
    /holds no instances\.json/,
  ],
  ['a limit of zero', ['eval', '--suite', 'detect', '--data', 'src', '--limit', '0'], /--limit.*"0"/],
  ['an unknown benchmark', ['bench', 'everything'], /pipeline.*"everything"/],
  ['a benchmark to come', ['bench', 'kernels'], /^not yet: /],
  ['a port that is none', ['start', '--port', '99999'], /--port.*"99999"/],
];

describe.concurrent('commands', () => {
  it.each(BAD)('end with code 2 and one line on stderr on %s', async (_, args, says) => {
    const { code, stderr } = await runCommand(...args);
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  it.each(['ask', 'eval', 'bench', 'start'])('explain themselves: %s --help', async (command) => {
    const { code, stdout, stderr } = await runCommand(command, '--help');
    expect(stdout).toContain(command === 'start' ? 'npm start' : `npm run ${command} `);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
