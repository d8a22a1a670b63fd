import { describe, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/lib/project.ts';
import { GRAPH_MODELS } from '../../../scripts/models/catalogue.ts';
import { convertSource } from '../../../scripts/models/convertCatalogue.ts';
import { runOnnx } from '../../../scripts/models/ortNode.ts';
import { readMaskHeads } from '../../../scripts/models/segment/heads.ts';
import type { Run } from '../../../src/perception/runtime/ortSession.ts';
import { detector } from '../../../src/perception/tasks/detect/detector.ts';
import { knownAnswerInput } from '../../../src/perception/tasks/detect/knownAnswer.ts';
import { checkFastHead, checkFineHead } from '../../../src/perception/tasks/segment/knownMask.ts';

const TIMEOUT_MS = 60_000;

function graphModel(id: string): Uint8Array {
  const source = GRAPH_MODELS.find((model) => model.id === id);
  if (!source) throw new Error(`The catalogue lacks "${id}".`);
  return convertSource(ROOT, source).bytes;
}

function head(id: string): Uint8Array {
  const found = readMaskHeads(ROOT).find(({ entry }) => entry?.id === id);
  if (!found) throw new Error(`There is no mask head "${id}".`);
  return found.bytes;
}

const runOf =
  (model: Uint8Array): Run =>
  (feeds) =>
    runOnnx(model, feeds);

describe('the shipped mask models', () => {
  it('outline the sign of the test card from the detector’s features', { timeout: TIMEOUT_MS }, async () => {
    const input = { data: knownAnswerInput(), dims: detector.input.dims };
    const features = await runOnnx(graphModel(detector.modelId), { [detector.input.name]: input });
    await expect(checkFastHead(runOf(head('mask-fast')), features)).resolves.toBeUndefined();
  });

  it('outline it from a crop around it', { timeout: TIMEOUT_MS }, async () => {
    const trunk = runOf(graphModel('mask-trunk'));
    await expect(checkFineHead(trunk, runOf(head('mask-fine')))).resolves.toBeUndefined();
  });
});
