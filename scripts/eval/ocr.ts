import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Point } from '../../src/twin/geometry/quad.ts';
import { BadInput } from '../lib/badInput.ts';
import { median } from '../lib/statistics.ts';
import { readData } from './cocoData.ts';
import { alphanumeric, matchTexts, readingMetrics, textDetectionMetrics } from './ocrMetrics.ts';
import { modelName, type Suite } from './suite.ts';

const photosSchema = z.object({
  data_list: z.array(
    z.object({
      img_path: z.string(),
      instances: z.array(z.object({ polygon: z.array(z.number()).min(6), ignore: z.boolean() })),
    }),
  ),
});

const wordsSchema = z.object({
  data_list: z.array(
    z.object({ img_path: z.string(), instances: z.array(z.object({ text: z.string() })).length(1) }),
  ),
});

/** The items whose picture lies in the folder: the lists name more than a part of a data set holds. */
function present<T extends { img_path: string }>(
  folder: string,
  items: readonly T[],
): { path: string; item: T }[] {
  return items
    .map((item) => ({ item, path: join(folder, basename(item.img_path)) }))
    .filter(({ path }) => existsSync(path));
}

const pointsOf = (flat: readonly number[]): Point[] =>
  Array.from({ length: Math.floor(flat.length / 2) }, (_, index) => [
    flat[2 * index] ?? 0,
    flat[2 * index + 1] ?? 0,
  ]);

/** Text on photos (annotated by word, as in ICDAR 2015) and in pictures of one word each. */
export const ocr: Suite = ({ data, limit, device, report }) => {
  const photos = present(data, readData(data, 'textdet_test.json', photosSchema).data_list).slice(0, limit);
  const crops = present(data, readData(data, 'labels.json', wordsSchema).data_list).slice(0, limit);
  if (photos.length + crops.length === 0)
    throw new BadInput(`--data: ${data} holds none of the pictures that its lists name`);
  return async (app) => {
    const detector = await app.load(device);
    const words: { image: string; truth: string; read: string; score: number }[] = [];
    for (const { path, item } of crops) {
      const [line] = (await app.readText(path, { device, whole: true })).lines;
      const truth = item.instances[0]?.text ?? '';
      words.push({ image: basename(path), truth, read: line?.text ?? '', score: line?.score ?? 0 });
    }
    report(`${crops.length} pictures of words`);
    const found = [];
    for (const [index, { path, item }] of photos.entries()) {
      const { lines, ms } = await app.readText(path, { device, whole: false });
      const annotated = {
        texts: item.instances.filter(({ ignore }) => !ignore).map(({ polygon }) => pointsOf(polygon)),
        ignored: item.instances.filter(({ ignore }) => ignore).map(({ polygon }) => pointsOf(polygon)),
      };
      const byLine = matchTexts(
        lines.map(({ quad }) => quad),
        annotated,
      );
      const byWord = matchTexts(
        lines.flatMap((line) => line.words.map(({ quad }) => quad)),
        annotated,
      );
      found.push({ image: basename(path), ms, byWord, byLine, read: lines.map(({ text }) => text) });
      report(`${index + 1} of ${photos.length} photos`);
    }
    const detection = textDetectionMetrics(found.map(({ byWord }) => byWord));
    const reading = readingMetrics(words, alphanumeric);
    return {
      n: photos.length + crops.length,
      metrics: {
        // Of words, because words are annotated; lines are what a twin holds.
        detectionF1: detection.f1,
        wordAccuracy: reading.wordAccuracy,
        oneMinusNed: reading.oneMinusNed,
        detection,
        detectionOfLines: textDetectionMetrics(found.map(({ byLine }) => byLine)),
        strict: readingMetrics(words),
        photos: found,
        words,
        medianMs: median(found.map(({ ms }) => ms)) ?? null,
      },
      device: detector.device,
      models: [modelName(detector), 'ocr-detect', 'ocr-recognise'],
    };
  };
};
