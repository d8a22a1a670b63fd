import type { Box, Twin, TwinObject } from '../../src/twin/schema/twin.ts';

/** An object of an imagined scene: label, box, depth in metres, and attribute values. */
type Row = readonly [label: string, box: Box, depth: number, attributes?: Readonly<Record<string, string>>];

/** A twin of an imagined 640 × 480 photo, with ids o1, o2 … in the order of the rows. For tests. */
export function sceneTwin(rows: readonly Row[]): Twin {
  const objects = rows.map(([label, box, depth, attributes = {}], index): TwinObject => {
    const [x0, y0, x1, y1] = box;
    return {
      id: `o${index + 1}`,
      label,
      score: 0.9,
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { value, score: 0.8, by: 'human' }]),
      ),
      states: [
        {
          frame: 0,
          timeUs: 0,
          box: [x0, y0, x1, y1],
          by: 'human',
          center: [(x0 + x1) / 2, (y0 + y1) / 2],
          depth: { mean: depth, std: depth * 0.05, min: depth, max: depth, unit: 'm', by: 'human' },
        },
      ],
    };
  });
  return {
    type: 'twin',
    version: 1,
    source: {
      kind: 'image',
      name: 'scene',
      width: 640,
      height: 480,
      frameCount: 1,
      durationUs: 0,
      sha256: '',
    },
    camera: { verticalFovDeg: 50, estimated: true },
    objects,
    log: [],
  };
}

/** A street: two cars, a bus, two people, a traffic light, a bicycle, a dog, a backpack on the second person. */
export const STREET = sceneTwin([
  ['car', [20, 260, 150, 330], 14, { colour: 'blue' }],
  ['car', [480, 280, 630, 380], 8, { colour: 'red' }],
  ['bus', [200, 150, 400, 330], 15, { colour: 'white', colour2: 'green' }],
  ['person', [160, 250, 200, 370], 9],
  ['person', [410, 230, 470, 400], 6],
  ['traffic light', [300, 20, 320, 80], 12],
  ['bicycle', [395, 310, 480, 410], 6, { colour: 'black' }],
  ['dog', [60, 380, 120, 440], 5, { colour: 'brown' }],
  ['backpack', [420, 260, 455, 310], 6, { colour: 'black' }],
]);

/** A kitchen: a table with cups, knife, banana, apple and pizza on it; chairs, a person on one; appliances; a clock. */
export const KITCHEN = sceneTwin([
  ['dining table', [150, 280, 500, 430], 2.5, { colour: 'brown' }],
  ['cup', [180, 270, 210, 310], 2.5, { colour: 'white' }],
  ['cup', [300, 275, 330, 315], 2.5, { colour: 'blue' }],
  ['knife', [340, 310, 400, 325], 2.4, { colour: 'gray' }],
  ['banana', [240, 300, 290, 325], 2.5, { colour: 'yellow' }],
  ['apple', [215, 300, 238, 325], 2.5, { colour: 'red' }],
  ['pizza', [380, 290, 460, 330], 2.5],
  ['chair', [60, 250, 150, 460], 2.4, { colour: 'brown' }],
  ['chair', [510, 250, 600, 460], 2.6, { colour: 'black' }],
  ['person', [520, 120, 590, 400], 2.6],
  ['microwave', [30, 150, 120, 200], 4, { colour: 'white' }],
  ['oven', [130, 160, 230, 270], 4, { colour: 'gray' }],
  ['refrigerator', [240, 60, 330, 270], 4, { colour: 'white' }],
  ['clock', [400, 30, 440, 70], 4.5],
]);

/** A meadow: two horses with riders, three birds, an elephant, a sheep. */
export const MEADOW = sceneTwin([
  ['horse', [60, 200, 220, 400], 8, { colour: 'brown' }],
  ['horse', [380, 205, 545, 410], 7, { colour: 'white' }],
  ['person', [110, 120, 170, 300], 8],
  ['person', [430, 130, 490, 310], 7],
  ['bird', [20, 30, 50, 50], 20],
  ['bird', [300, 40, 330, 60], 25],
  ['bird', [600, 20, 630, 40], 22],
  ['elephant', [240, 180, 360, 320], 18, { colour: 'gray' }],
  ['sheep', [250, 380, 320, 440], 5, { colour: 'white' }],
]);

/** A desk: laptop, keyboard, mouse, three books, phone, screen, scissors, a wine glass and an umbrella. */
export const DESK = sceneTwin([
  ['laptop', [200, 200, 380, 330], 1.2, { colour: 'gray' }],
  ['keyboard', [220, 350, 400, 400], 1, { colour: 'black' }],
  ['mouse', [420, 360, 450, 390], 1, { colour: 'black' }],
  ['book', [20, 250, 80, 330], 1.3, { colour: 'red' }],
  ['book', [30, 200, 90, 245], 1.4, { colour: 'green' }],
  ['book', [500, 300, 600, 350], 1.1, { colour: 'blue' }],
  ['cell phone', [460, 370, 490, 420], 1, { colour: 'black' }],
  ['tv', [400, 60, 600, 230], 1.6, { colour: 'black' }],
  ['scissors', [100, 360, 160, 400], 1],
  ['wine glass', [150, 230, 180, 310], 1.2],
  ['umbrella', [560, 370, 635, 470], 1, { colour: 'purple' }],
]);

export const EMPTY = sceneTwin([]);
