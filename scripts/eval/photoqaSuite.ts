import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCoco } from '../../src/io/coco/readCoco.ts';
import type { CocoDataset } from '../../src/io/coco/schema.ts';
import { twinFromCoco } from '../../src/io/coco/twinFromCoco.ts';
import type { PolicyId } from '../../src/store/slices/policies.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { BadInput } from '../lib/badInput.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import { photoPath, readData } from './cocoData.ts';
import {
  addCosts,
  type Construction,
  construct,
  costOf,
  measuresOnDemand,
  NO_COST,
  type ToolCost,
} from './construct.ts';
import { type HeadCounts, withUnseenHeads } from './maskHeads.ts';
import { annotatedFrom, type PhotoqaRow, questionsSchema, scoreRecord, summarizeScores } from './photoqa.ts';
import { modelName, type Suite, type SuiteOptions } from './suite.ts';

type CocoImage = CocoDataset['images'][number];

/** The annotations of one image as a file of their own, which the app reads like any other. */
const annotationsOf = (dataset: CocoDataset, image: CocoImage): string =>
  JSON.stringify({
    ...dataset,
    images: [image],
    annotations: dataset.annotations.filter((annotation) => annotation.image_id === image.id),
  });

function readAnnotations(folder: string): CocoDataset {
  const dataset = readCoco(readFileSync(join(folder, 'instances.json'), 'utf8'), 'instances.json');
  if (!dataset.ok) throw new BadInput(`${dataset.error.message} ${dataset.error.remedy}`);
  return dataset.value;
}

async function buildTwin(
  app: HeadlessApp,
  dataset: CocoDataset,
  image: CocoImage,
  { data, device, twin, construct: asked }: SuiteOptions,
): Promise<Twin> {
  const path = photoPath(data, image.file_name);
  if (twin === 'oracle') return app.oracle(path, annotationsOf(dataset, image));
  return (await app.perceive(path, { device, masks: asked === 'app' })).twin;
}

/** The answers by one way of building the twin, and what its tools cost. */
class Tally {
  readonly rows: PhotoqaRow[] = [];
  costs = NO_COST;

  add(row: PhotoqaRow, cost: ToolCost): void {
    this.rows.push(row);
    this.costs = addCosts(this.costs, cost);
  }

  get metrics() {
    return { ...summarizeScores(this.rows), tools: this.costs };
  }
}

function rowText({ score, kind, image, question, answer }: PhotoqaRow): string {
  const verdict = 'score' in score ? score.score.toFixed(2) : score.unscored;
  return `${verdict}  ${kind}  ${image}  ${question} → ${answer}`;
}

/** One line a construction: what it got right and what that cost. */
function* constructionTable(tallies: ReadonlyMap<Construction, Tally>): Iterable<string> {
  yield 'construct  accuracy  overall  tool calls  objects      ms';
  for (const [name, { metrics }] of tallies) {
    const { accuracy, overall, tools } = metrics;
    const cells = [
      name.padEnd(9),
      accuracy.toFixed(3).padStart(8),
      overall.toFixed(3).padStart(7),
      String(tools.calls).padStart(10),
      String(tools.objects).padStart(7),
      String(Math.round(tools.ms)).padStart(6),
    ];
    yield cells.join('  ');
  }
}

/**
 * Questions about photographs: the answers of the app on perceived or oracle twins, scored by the rules of their kind. Every
 * question starts from the same twin of its photo; `construct` says how much of it is built before. Masks of perceived twins
 * come from heads that did not see the photo.
 */
export const photoqa: Suite = (options) => {
  const { data, limit, device, report } = options;
  const constructions =
    options.construct === 'all' ? (['none', 'static', 'jit'] as const) : [options.construct];
  if (options.twin === 'oracle' && options.construct !== 'app')
    throw new BadInput('--construct: an oracle twin is whole from the beginning; use --twin perceived');
  const { questions: all } = readData(data, 'questions.json', questionsSchema);
  const dataset = readAnnotations(data);
  const found = all.slice(0, limit).map((question) => {
    const image = dataset.images.find(({ id }) => id === question.image);
    if (!image) throw new BadInput(`--data: instances.json has no image ${question.image}`);
    return { question, image, annotated: annotatedFrom(twinFromCoco(dataset, image).twin) };
  });
  const policy: PolicyId = options.policy === 'nano' ? 'nano' : 'grammar';
  return async (app, withOverlay) => {
    const detector = options.twin === 'perceived' ? await app.load(device) : undefined;
    const tallies = new Map(constructions.map((name) => [name, new Tally()] as const));
    // One photo after the other: tools measure on the photo that is open.
    const askAbout = async (other: HeadlessApp, images: readonly CocoImage[]): Promise<void> => {
      for (const image of images) {
        const coarse = await buildTwin(other, dataset, image, options);
        for (const [name, tally] of tallies) {
          const { twin, cost } = await construct(other, coarse, name);
          tally.costs = addCosts(tally.costs, cost);
          for (const asked of found.filter((one) => one.image.id === image.id)) {
            const how = { measure: measuresOnDemand(name), policy };
            const outcome = await other.ask(asked.question.question, twin, how);
            const row = scoreRecord(asked.question, outcome.record, outcome.twin, asked.annotated);
            tally.add(row, costOf(outcome.record.execution));
            report(`${constructions.length > 1 ? `${name}  ` : ''}${rowText(row)}`);
          }
        }
      }
    };
    const images = dataset.images.filter(({ id }) => found.some(({ image }) => image.id === id));
    let heads: HeadCounts | undefined;
    if (options.twin === 'oracle') await askAbout(app, images);
    else heads = await withUnseenHeads(images, { app, withOverlay }, askAbout);
    const last = tallies.get(constructions.at(-1) ?? 'app') ?? new Tally();
    const byConstruction = Object.fromEntries([...tallies].map(([name, tally]) => [name, tally.metrics]));
    if (constructions.length > 1) for (const line of constructionTable(tallies)) report(line);
    return {
      n: last.rows.length,
      metrics: {
        ...last.metrics,
        twin: options.twin,
        policy: options.policy,
        construct: options.construct,
        ...(constructions.length > 1 ? { byConstruction } : {}),
        ...(heads && { heads }),
      },
      device: detector?.device ?? 'none',
      models: detector ? [modelName(detector)] : [],
    };
  };
};
