import type { ErrorDetails } from '../core/errors.ts';
import { err, ok, type Result } from '../core/result.ts';
import { cocoFromJson, findCocoImage } from '../io/coco/readCoco.ts';
import { twinFromCoco } from '../io/coco/twinFromCoco.ts';
import { writeCoco } from '../io/coco/writeCoco.ts';
import { isRecord } from '../io/json/identify.ts';
import { JSON_LIMITS, readJson } from '../io/json/json.ts';
import { readMot } from '../io/mot/readMot.ts';
import { writeMot } from '../io/mot/writeMot.ts';
import { readTraces } from '../io/trace/readTraces.ts';
import { writeTraces } from '../io/trace/writeTraces.ts';
import { twinFromJson } from '../io/twin/readTwin.ts';
import { writeTwin } from '../io/twin/writeTwin.ts';
import { readYoutubeVis, twinFromYoutubeVis } from '../io/youtubeVis/readYoutubeVis.ts';
import { writeYoutubeVis } from '../io/youtubeVis/writeYoutubeVis.ts';
import { describeTwin } from '../perception/pipeline/describeTwin.ts';
import { ask } from '../reasoning/ask.ts';
import { meaningOf } from '../reasoning/knowledge/lexicon.ts';
import { suggestQuestions } from '../reasoning/policies/grammar/suggest.ts';
import type { Engine, ImageFacts, JsonFile } from './engine.ts';
import { type ChosenModels, withChosenModels } from './hubPerception.ts';
import { HUB_POLICY_LIMITS } from './hubPolicy.ts';
import { createPerceptionHost } from './perceptionHost.ts';
import type { Policies } from './policies.ts';
import { spawnPerceptionWorker } from './spawnPerceptionWorker.ts';

/** Annotation files of whole datasets have more values than any twin. */
const LIMITS = { ...JSON_LIMITS, maxNodes: 8_000_000 };

function readJsonFile(text: string, name: string): Result<JsonFile, ErrorDetails> {
  const json = readJson(text, name, LIMITS);
  if (!json.ok) return json;
  if (isRecord(json.value) && Array.isArray(json.value.videos)) {
    const dataset = readYoutubeVis(text, name);
    const tracks = dataset.ok ? twinFromYoutubeVis(dataset.value, name) : dataset;
    return tracks.ok ? ok({ kind: 'twin', twin: tracks.value, annotated: true }) : tracks;
  }
  if (!isRecord(json.value) || !Array.isArray(json.value.annotations)) {
    const twin = twinFromJson(json.value, name);
    return twin.ok ? ok({ kind: 'twin', twin: twin.value }) : twin;
  }
  const dataset = cocoFromJson(json.value, name);
  if (!dataset.ok) return dataset;
  const twinFor = (image: ImageFacts): ReturnType<Extract<JsonFile, { kind: 'coco' }>['twinFor']> => {
    const entry = findCocoImage(dataset.value, image);
    if (!entry) {
      return err({
        code: 'bad-request',
        message: `“${name}” has no image named “${image.name}”.`,
        remedy: 'Drop the photo together with its own annotation file, under its original name.',
      });
    }
    const source = { kind: 'image', name: image.name, frameCount: 1, durationUs: 0, sha256: '' } as const;
    return ok(
      twinFromCoco(dataset.value, entry, { ...source, width: image.width, height: image.height }).twin,
    );
  };
  return ok({ kind: 'coco', twinFor });
}

let serial = 0;

const whenAborted = (signal: AbortSignal): Promise<'cancelled'> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('cancelled');
    else signal.addEventListener('abort', () => resolve('cancelled'), { once: true });
  });

/**
 * Puts perception, reasoning and file formats behind one door. No worker is started before the first call that needs it.
 * @param models those of the hub that a person chose for the roles of perception
 * @param policies the policies that are models
 */
export function createEngine(models: ChosenModels, policies: Policies): Engine {
  return {
    host: withChosenModels(createPerceptionHost({ spawn: spawnPerceptionWorker }), models),
    ask: async (question, twin, refine, task, { policy: id = 'grammar', onText, signal } = {}) => {
      serial += 1;
      const record = `ask-${serial}`;
      const ending = signal ?? new AbortController().signal;
      const policy = id === 'grammar' ? undefined : await policies.policy(id, ending);
      const finds = (await models.chosen('find')) !== undefined;
      return ask(question, twin, {
        id: record,
        now: () => performance.now(),
        refine,
        finds,
        task,
        policy,
        limits: id === 'hub' ? HUB_POLICY_LIMITS : undefined,
        onText,
        stopped: whenAborted(ending),
      });
    },
    suggest: suggestQuestions,
    describe: (twin) => describeTwin(twin),
    kindOf: (word) => {
      const meaning = meaningOf(word.toLowerCase());
      return meaning?.labels.length === 1 ? meaning.labels[0] : undefined;
    },
    readJsonFile,
    writeTwin,
    writeCoco,
    writeMot,
    writeYoutubeVis,
    readMot,
    writeTraces,
    readTraces,
  };
}
