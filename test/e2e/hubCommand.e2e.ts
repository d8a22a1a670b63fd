import { tinyRandomLanguageModel } from '../../scripts/models/tiny/languageModel.ts';
import { hubModelsFor } from '../../src/perception/hub/catalogue.ts';
import { type FakeHub, startFakeHub } from '../support/fakeHub.ts';
import { runCommand } from '../support/runCommand.ts';
import { expect, test } from './support/test.ts';

/** Runs with a mirror that has the tiny language model under the name of the one that the catalogue proposes. */
async function withMirror(run: (mirror: FakeHub) => Promise<void>): Promise<void> {
  const [model] = hubModelsFor('policy');
  const files = tinyRandomLanguageModel().files.map(({ path, bytes }) => [path, bytes] as const);
  const mirror = await startFakeHub({
    repositories: { [model?.repository ?? '']: Object.fromEntries(files) },
  });
  try {
    await run(mirror);
  } finally {
    await mirror.close();
  }
}

test.setTimeout(180_000);

const ask = (...options: readonly string[]) =>
  runCommand('ask', 'public/samples/desk.webp', 'How many cups are there?', '--json', ...options);

test('a language model from a mirror answers at the command line', async () => {
  await withMirror(async (mirror) => {
    const { code, stdout, stderr } = await ask('--policy', 'hub', '--models', mirror.url, '--device', 'wasm');
    expect(stderr).toContain(`from ${mirror.url}`);
    // Its weights are random: what it writes is well-formed, and right by chance.
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      trace: { policy: 'hub' },
    });
    expect(code).toBe(0);
    expect(mirror.requests.map(({ path }) => path)).toContain('onnx/model_quantized.onnx');
  });
});

test('a mirror without the weights is told by their name', async () => {
  await withMirror(async (mirror) => {
    mirror.faults = [{ kind: 'not-found', path: /onnx/ }];
    const { code, stderr } = await ask('--policy', 'hub', '--models', mirror.url, '--device', 'wasm');
    expect(stderr).toContain('onnx/model_quantized.onnx');
    expect(code).toBe(2);
  });
});
