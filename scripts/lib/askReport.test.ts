import { describe, expect, it } from 'vitest';
import { ask } from '../../src/reasoning/ask.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { DESK } from '../../test/support/scenes.ts';
import { parkVideo } from '../../test/support/videos.ts';
import { askJson, askText } from './askReport.ts';

const detector = {
  model: 'm',
  revision: '1',
  bytes: 1,
  device: 'wasm',
  threads: 1,
  dtype: 'fp32',
  selfTest: { maxAbsDifference: 0, tolerance: 1 },
  loadMs: 1,
  ladder: [],
} as const;

async function asked(question: string, twin: Twin) {
  const { record } = await ask(question, twin, { id: 'q1', now: () => 0 });
  const perceived = { twin, timings: { total: 1000 }, detector };
  return { text: askText(record, perceived), json: askJson(record, perceived) };
}

describe('what ask prints', () => {
  it('says of a photo where the objects are', async () => {
    const { text, json } = await asked('How many laptops are there?', DESK);
    expect(text).toMatch(/laptop \d\.\d\d \[\d+, \d+, \d+, \d+\]/);
    expect(text).toMatch(/\d+ objects; photo to answer in 1\.0 s on wasm\n$/);
    expect(json.objects[0]).not.toHaveProperty('seen');
  });

  it('says of a clip when they are seen, and how much of it was looked at', async () => {
    const { text, json } = await asked('When is the dog visible?', parkVideo());
    expect(text).toMatch(/ {2}o1 dog \d\.\d\d 1–4\.5 s\n/);
    expect(text).toMatch(/\n4 objects in 9 of 27 frames; clip to answer in 1\.0 s on wasm\n$/);
    expect(json.frames).toEqual({ looked: 9, of: 27 });
    expect(json.objects[0]?.seen).toEqual([[1, 4.5]]);
  });

  it('says where a clip has more frames than were looked at, if nothing was found in those', async () => {
    const clip = parkVideo();
    const whole = { ...clip, source: { ...clip.source, frameCount: clip.source.frames?.length ?? 0 } };
    const said = async (question: string, twin: Twin) =>
      (await asked(question, twin)).text.includes('frames were not looked at');
    expect(await said('When does the zebra appear?', clip)).toBe(true);
    expect(await said('When does the zebra appear?', whole)).toBe(false);
    expect(await said('When is the dog visible?', clip)).toBe(false);
  });
});
