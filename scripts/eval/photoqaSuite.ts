import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCoco } from '../../src/io/coco/readCoco.ts';
import type { CocoDataset } from '../../src/io/coco/schema.ts';
import { twinFromCoco } from '../../src/io/coco/twinFromCoco.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { BadInput } from '../lib/badInput.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import { photoPath, readData } from './cocoData.ts';
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

/** Twins by image, each built once. */
function twinSource(app: HeadlessApp, dataset: CocoDataset, { data, device, twin }: SuiteOptions) {
  const known = new Map<number, Twin>();
  return async (image: CocoImage): Promise<Twin> => {
    const path = photoPath(data, image.file_name);
    const built =
      known.get(image.id) ??
      (twin === 'oracle'
        ? await app.oracle(path, annotationsOf(dataset, image))
        : (await app.perceive(path, { device })).twin);
    known.set(image.id, built);
    return built;
  };
}

/** Questions about photographs: the answers of the app on perceived or oracle twins, scored by the rules of their kind. */
export const photoqa: Suite = (options) => {
  const { data, limit, device, report } = options;
  const { questions: all } = readData(data, 'questions.json', questionsSchema);
  const dataset = readAnnotations(data);
  const questions = all.slice(0, limit).map((question) => {
    const image = dataset.images.find(({ id }) => id === question.image);
    if (!image) throw new BadInput(`--data: instances.json has no image ${question.image}`);
    return { question, image, annotated: annotatedFrom(twinFromCoco(dataset, image).twin) };
  });
  return async (app) => {
    const detector = options.twin === 'perceived' ? await app.load(device) : undefined;
    const twinOf = twinSource(app, dataset, options);
    const rows: PhotoqaRow[] = [];
    for (const { question, image, annotated } of questions) {
      const twin = await twinOf(image);
      const row = scoreRecord(question, await app.ask(question.question, twin), twin, annotated);
      rows.push(row);
      const verdict = 'score' in row.score ? row.score.score.toFixed(2) : row.score.unscored;
      report(`${verdict}  ${row.kind}  ${row.image}  ${row.question} → ${row.answer}`);
    }
    return {
      n: rows.length,
      metrics: { ...summarizeScores(rows), twin: options.twin },
      device: detector?.device ?? 'none',
      models: detector ? [modelName(detector)] : [],
    };
  };
};
