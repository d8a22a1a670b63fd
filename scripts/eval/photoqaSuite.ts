import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCoco } from '../../src/io/coco/readCoco.ts';
import type { CocoDataset } from '../../src/io/coco/schema.ts';
import { twinFromCoco } from '../../src/io/coco/twinFromCoco.ts';
import type { AskRecord } from '../../src/reasoning/types.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { BadInput } from '../lib/badInput.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import { photoPath, readData } from './cocoData.ts';
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
  { data, device, twin }: SuiteOptions,
): Promise<Twin> {
  const path = photoPath(data, image.file_name);
  if (twin === 'oracle') return app.oracle(path, annotationsOf(dataset, image));
  return (await app.perceive(path, { device })).twin;
}

/** What the tools that the questions made necessary did and cost. */
interface ToolCost {
  readonly calls: number;
  readonly ms: number;
  readonly refused: number;
}

function addCosts(costs: ToolCost, { execution }: AskRecord): ToolCost {
  const needs = (execution?.steps ?? []).flatMap((step) => step.needs ?? []);
  const refused = needs.filter((need) => need.refused !== undefined).length;
  return {
    calls: costs.calls + needs.length - refused,
    ms: needs.reduce((sum, need) => sum + need.ms, costs.ms),
    refused: costs.refused + refused,
  };
}

/**
 * Questions about photographs: the answers of the app on perceived or oracle twins, scored by the rules of their kind. Every
 * question starts from the coarse twin and measures what it needs. Masks of perceived twins come from heads that did not see the photo.
 */
export const photoqa: Suite = (options) => {
  const { data, limit, device, report } = options;
  const { questions: all } = readData(data, 'questions.json', questionsSchema);
  const dataset = readAnnotations(data);
  const found = all.slice(0, limit).map((question) => {
    const image = dataset.images.find(({ id }) => id === question.image);
    if (!image) throw new BadInput(`--data: instances.json has no image ${question.image}`);
    return { question, image, annotated: annotatedFrom(twinFromCoco(dataset, image).twin) };
  });
  // One photo after the other: tools measure on the photo that is open.
  const questions = found.toSorted((a, b) => a.image.id - b.image.id);
  return async (app, withOverlay) => {
    const detector = options.twin === 'perceived' ? await app.load(device) : undefined;
    const rows: PhotoqaRow[] = [];
    let costs: ToolCost = { calls: 0, ms: 0, refused: 0 };
    const askAbout = async (other: HeadlessApp, images: readonly CocoImage[]): Promise<void> => {
      const ids = new Set(images.map(({ id }) => id));
      for (const asked of questions.filter(({ image }) => ids.has(image.id))) await askOne(other, asked);
    };
    let open: { readonly id: number; readonly twin: Twin } | undefined;
    const askOne = async (other: HeadlessApp, { question, image, annotated }: (typeof questions)[number]) => {
      if (open?.id !== image.id)
        open = { id: image.id, twin: await buildTwin(other, dataset, image, options) };
      const { record, twin } = await other.ask(question.question, open.twin);
      const row = scoreRecord(question, record, twin, annotated);
      costs = addCosts(costs, record);
      rows.push(row);
      const verdict = 'score' in row.score ? row.score.score.toFixed(2) : row.score.unscored;
      report(`${verdict}  ${row.kind}  ${row.image}  ${row.question} → ${row.answer}`);
    };
    const images = dataset.images.filter(({ id }) => questions.some(({ image }) => image.id === id));
    let heads: HeadCounts | undefined;
    if (options.twin === 'oracle') await askAbout(app, images);
    else heads = await withUnseenHeads(images, { app, withOverlay }, askAbout);
    return {
      n: rows.length,
      metrics: { ...summarizeScores(rows), twin: options.twin, tools: costs, ...(heads && { heads }) },
      device: detector?.device ?? 'none',
      models: detector ? [modelName(detector)] : [],
    };
  };
};
