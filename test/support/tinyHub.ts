import { tinyDetector } from '../../scripts/models/tiny/detector.ts';
import { HUB_CATALOGUE } from '../../src/perception/hub/catalogue.ts';
import { proposeVariant } from '../../src/perception/hub/ladder.ts';
import { type FakeHub, type FakeHubOptions, startFakeHub } from './fakeHub.ts';

const MODEL = 'rf-detr-nano';

/** The model of the catalogue that the tests download: the hashes of its files are pinned nowhere. */
function testModel() {
  const model = HUB_CATALOGUE.find(({ id }) => id === MODEL);
  const variant = model && proposeVariant(model, { webgpu: 'no-adapter', webgpuDetail: 'no adapter' });
  const weights = variant?.files.find(({ path }) => path.endsWith('.onnx'));
  if (!model || !weights || weights.sha256 !== undefined)
    throw new Error(`${MODEL} no longer suits the tests`);
  return { id: model.id, title: model.title, repository: model.repository, weights: weights.path };
}
export const TINY = testModel();

/** A number as a protocol buffer writes it. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

/** The same ONNX model, that many bytes longer: a field that no reader knows is skipped. */
export function padded(model: Uint8Array, bytes: number): Uint8Array {
  const unknownField = (100 << 3) | 2; // length-delimited
  const filling = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at++) filling[at] = (at * 2_654_435_761) >>> 24;
  return Buffer.concat([model, Buffer.from([...varint(unknownField), ...varint(bytes)]), filling]);
}

/** A hub that has the tiny detector under the name of a real one, with weights made as large as a test wants. */
export function startTinyHub(paddingBytes: number, options: Partial<FakeHubOptions> = {}): Promise<FakeHub> {
  const files = tinyDetector().files.map(({ path, bytes }): [string, Uint8Array] => [
    path,
    path === TINY.weights && paddingBytes > 0 ? padded(bytes, paddingBytes) : bytes,
  ]);
  return startFakeHub({ ...options, repositories: { [TINY.repository]: Object.fromEntries(files) } });
}
