import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryTwin, soundTwin } from '../../../test/support/twins.ts';
import { compressRle, rleArea } from '../../twin/geometry/rle.ts';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { cocoFromJson, findCocoImage, readCoco } from './readCoco.ts';
import type { CocoDataset } from './schema.ts';
import { type CocoTwin, twinFromCoco } from './twinFromCoco.ts';
import { writeCoco } from './writeCoco.ts';

const categories = [{ id: 17, name: 'cat' }];
const image = { id: 5, file_name: 'cat.jpg', width: 8, height: 6 };

/** A dataset of one image whose annotations differ from a plain box in what is given. */
const datasetOf = (...changes: readonly object[]): unknown => ({
  images: [image],
  categories,
  annotations: changes.map((change, index) => ({
    id: 100 + index,
    image_id: 5,
    category_id: 17,
    bbox: [1, 1, 2, 3],
    iscrowd: 0,
    ...change,
  })),
});

function read(json: unknown): CocoDataset {
  const result = cocoFromJson(json, 'a.json');
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const twinOf = (json: unknown): CocoTwin => twinFromCoco(read(json), image);

const failed = (twin: Twin): unknown[] => checkIntegrity(twin).filter((check) => !check.passed);

/** What COCO can hold of an object, comparable across ids and order. */
const essence = (twin: Twin): unknown[] =>
  twin.objects
    .map(({ label, score, attributes, states: [state] }) => ({
      label,
      score,
      box: state?.box.map((edge) => Math.round(edge * 1e6) / 1e6),
      mask: state?.mask,
      attributes: Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value])),
    }))
    .map((value) => JSON.stringify(value, Object.keys(value).sort()))
    .sort();

describe('COCO files', () => {
  it('give back labels, boxes, masks, scores and attribute words of a written twin', () => {
    fc.assert(
      fc.property(arbitraryTwin, (twin) => {
        const dataset = readCoco(writeCoco(twin), 'a.json');
        if (!dataset.ok) throw new Error(dataset.error.message);
        const [only] = dataset.value.images;
        if (only === undefined) throw new Error('one image expected');
        const { twin: back, notices } = twinFromCoco(dataset.value, only);
        expect(notices).toEqual([]);
        expect(essence(back)).toEqual(essence(twin));
        expect(failed(back)).toEqual([]);
      }),
    );
  });

  it('are written with integer ids, [x, y, w, h], COCO’s category ids and iscrowd 0', () => {
    const json: unknown = JSON.parse(writeCoco(soundTwin()));
    expect(json).toMatchObject({
      images: [{ id: 1, file_name: 'kitchen.jpg', width: 8, height: 6 }],
      annotations: [
        {
          id: 1,
          category_id: 47,
          bbox: [1, 1, 2, 3],
          area: 6,
          iscrowd: 0,
          segmentation: { size: [6, 8], counts: [7, 3, 3, 3, 32] },
          attributes: { colour: 'red' },
        },
        { id: 2, category_id: 67, segmentation: [] },
      ],
    });
  });

  it('give masks from polygons, run lengths and compressed run lengths alike', () => {
    const counts = [7, 3, 3, 3, 32];
    const segmentations = [
      [[1, 1, 3, 1, 3, 4, 1, 4]],
      { size: [6, 8], counts },
      { size: [6, 8], counts: compressRle({ size: [6, 8], counts }) },
    ];
    for (const segmentation of segmentations) {
      const { twin } = twinOf(datasetOf({ segmentation }));
      expect(twin.objects[0]?.states[0]).toMatchObject({
        mask: { size: [6, 8], counts },
        area: 6,
        box: [1, 1, 3, 4],
      });
    }
  });

  it('leave out crowds and boxes outside, and say so', () => {
    const { twin, notices } = twinOf(
      datasetOf({}, { iscrowd: 1, segmentation: { size: [6, 8], counts: [48] } }, { bbox: [20, 20, 3, 3] }),
    );
    expect(twin.objects).toHaveLength(1);
    expect(notices.join(' ')).toMatch(/1 crowd.*1 annotations/);
  });

  it('keep the box and drop the mask when the mask is unsound', () => {
    const bad = [
      { size: [6, 8], counts: [7, 3] },
      { size: [9, 9], counts: [81] },
      { size: [6, 8], counts: 'ooooooo' },
      { size: [6, 8], counts: [48] },
    ];
    for (const segmentation of bad) {
      const { twin, notices } = twinOf(datasetOf({ segmentation }));
      expect(twin.objects[0]?.states[0]?.mask).toBeUndefined();
      expect(notices).toHaveLength(1);
      expect(failed(twin)).toEqual([]);
    }
  });

  it('keep the 10,000 largest objects, and say so', () => {
    const many = Array.from({ length: 10_003 }, (_, i) => ({ bbox: [0, 0, i < 3 ? 1 : 2, 2] }));
    const { twin, notices } = twinOf(datasetOf(...many));
    expect(twin.objects).toHaveLength(10_000);
    expect(twin.objects.every(({ states }) => states[0]?.box[2] === 2)).toBe(true);
    expect(notices[0]).toContain('10003');
  });

  it('scale to a photo of another size', () => {
    const source = { ...soundTwin().source, width: 16, height: 12 };
    const dataset = read(datasetOf({ segmentation: [[1, 1, 3, 1, 3, 4, 1, 4]] }));
    const { twin } = twinFromCoco(dataset, image, source);
    expect(twin.objects[0]?.states[0]).toMatchObject({ box: [2, 2, 6, 8], area: 24 });
    expect(failed(twin)).toEqual([]);
  });

  it('find the image of a photo by its name, or by being the only one of its size', () => {
    const dataset = read(datasetOf());
    expect(findCocoImage(dataset, { name: 'photos/CAT.JPG', width: 1, height: 1 })?.id).toBe(5);
    expect(findCocoImage(dataset, { name: 'other.jpg', width: 8, height: 6 })?.id).toBe(5);
    expect(findCocoImage(dataset, { name: 'other.jpg', width: 9, height: 6 })).toBeUndefined();
  });

  it('of another kind or broken are refused with the reason', () => {
    const messageOf = (json: unknown): string => {
      const result = cocoFromJson(json, 'a.json');
      return result.ok ? '' : result.error.message;
    };
    expect(messageOf({ type: 'twin' })).toContain('a Twinsight twin');
    expect(messageOf(datasetOf({ bbox: [1, 2, 3] }))).toContain('annotations[0].bbox');
    expect(messageOf(datasetOf({ category_id: 99 }))).toContain('category 99');
    expect(messageOf({ images: [{}], annotations: [], categories: [] })).toContain('images[0]');
  });

  it('with any values in the annotations give a sound twin or a reason, and never throw', () => {
    const anyNumber = fc.oneof(fc.double(), fc.integer({ min: -10, max: 20 }));
    const anySegmentation = fc.oneof(
      fc.array(fc.array(anyNumber, { minLength: 0, maxLength: 12 }), { maxLength: 3 }),
      fc.record({
        size: fc.oneof(fc.constant([6, 8]), fc.tuple(fc.integer(), fc.integer())),
        counts: fc.oneof(fc.array(fc.integer({ min: -2, max: 50 })), fc.string()),
      }),
      fc.jsonValue(),
    );
    const anyAnnotation = fc.record(
      {
        bbox: fc.tuple(anyNumber, anyNumber, anyNumber, anyNumber),
        segmentation: anySegmentation,
        attributes: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.constant({ colour: 'red' })),
        score: fc.oneof(fc.constant(1), fc.double()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(anyAnnotation, { maxLength: 3 }), (annotations) => {
        const dataset = readCoco(JSON.stringify(datasetOf(...annotations)), 'a.json');
        if (dataset.ok) expect(failed(twinFromCoco(dataset.value, image).twin)).toEqual([]);
        else expect(dataset.error.message).toContain('a.json');
      }),
      { numRuns: 500 },
    );
  });
});

const data = process.env.TWINSIGHT_DATA ?? '../shared/data';
const instancesPath = join(data, 'coco', 'instances.json');

describe.skipIf(!existsSync(instancesPath))(`real annotations (needs ${instancesPath})`, () => {
  it('give sound twins whose masks have the annotated areas', () => {
    const dataset = readCoco(readFileSync(instancesPath, 'utf8'), 'instances.json');
    if (!dataset.ok) throw new Error(dataset.error.message);
    const annotations = new Map(dataset.value.annotations.map((annotation) => [annotation.id, annotation]));
    let [masks, close] = [0, 0];
    for (const each of dataset.value.images) {
      const { twin, annotationIds } = twinFromCoco(dataset.value, each);
      expect(failed(twin), each.file_name).toEqual([]);
      for (const { id, states } of twin.objects) {
        const [state] = states;
        const annotated = annotations.get(annotationIds.get(id) ?? -1)?.area ?? 0;
        if (state?.mask === undefined || annotated < 500) continue;
        masks++;
        if (Math.abs(rleArea(state.mask) / annotated - 1) < 0.02) close++;
      }
    }
    expect(masks).toBeGreaterThan(300);
    // Polygons that overlap each other have more annotated area than pixels.
    expect(close / masks).toBeGreaterThan(0.97);
  });
});
