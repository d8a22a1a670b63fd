import { describe, expect, it } from 'vitest';
import { soundTwin } from '../../../test/support/twins.ts';
import { boxAt, parkVideo, scriptedVideo } from '../../../test/support/videos.ts';
import type { Twin } from '../schema/twin.ts';
import { runProgram } from './execute.ts';
import { QUERY_FUNCTIONS } from './functions/index.ts';

const park = parkVideo();

function answerOf(program: string, twin: Twin = park) {
  const { answer, error } = runProgram(program, twin);
  if (!answer) throw new Error(`${program}: ${error?.message}`);
  return answer;
}
const idsOf = (program: string, twin?: Twin): readonly string[] => answerOf(program, twin).ids;
const valueFrom = (program: string, twin?: Twin) => answerOf(program, twin).value;
/** "o1 1–4.5" for each interval, in seconds. */
const timesOf = (program: string, twin?: Twin): readonly string[] =>
  (answerOf(program, twin).intervals ?? []).map(
    ({ startUs, endUs, ids }) => `${ids.join(' ')} ${startUs / 1e6}–${endUs / 1e6}`,
  );

describe('a question about a video as a whole', () => {
  it('is about everything that is seen at any time, each as the frame shows it that shows it best', () => {
    expect(idsOf('scene()')).toEqual(['o1', 'o2', 'o3', 'o4']);
    expect(valueFrom('count(find("cat"))')).toBe(1);
    expect(valueFrom('measure(find("dog"), "width")')).toBe(40);
  });

  it('gives masks and boxes with the times of their objects', () => {
    expect(timesOf('mask(find("dog"))')).toEqual(['o1 1–4.5']);
    expect(timesOf('box(union(find("cat"), find("dog")))')).toEqual(['o3 0–1.5', 'o1 1–4.5']);
    expect(timesOf('value(find("car"))')).toEqual(['o4 0–3.5']);
  });

  it('finds relations that hold at any time, while they hold', () => {
    expect(timesOf('mask(relate(find("bench"), "near", find("dog")))')).toEqual(['o1 3–4.5']);
    expect(timesOf('mask(near(find("dog"), find("bench")))')).toEqual(['o1 3–4.5']);
    expect(idsOf('relate(find("cat"), "near", find("bench"))')).toEqual([]);
    const { steps } = runProgram('relate(find("bench"), "near", find("dog"))', park);
    expect(steps[0]?.because.map(({ numbers }) => numbers.seconds)).toContain(3);
  });

  it('combines sets frame by frame', () => {
    const near = 'relate(find("bench"), "near", find("dog"))';
    expect(timesOf(`mask(except(find("dog"), ${near}))`)).toEqual(['o1 1–3']);
    expect(timesOf(`mask(intersect(${near}, moved(find("dog"))))`)).toEqual(['o1 3–3.5']);
    expect(timesOf(`mask(union(${near}, at(find("dog"), 1)))`)).toEqual(['o1 1–1.5', 'o1 3–4.5']);
  });

  it('measures distances where two things come nearest', () => {
    expect(valueFrom('distance(find("dog"), find("bench"))')).toBe(5);
    expect(valueFrom('distance(at(find("dog"), 1), find("bench"))')).toBe(205);
  });

  it('takes one frame where one is given', () => {
    const { answer } = runProgram('scene()', park, { frame: 0 });
    expect(answer?.ids).toEqual(['o2', 'o3', 'o4']);
    expect(answer?.intervals).toBeUndefined();
  });
});

describe('functions of time', () => {
  it('narrow sets to a moment, to others, and to before and after', () => {
    expect(timesOf('mask(at(scene(), 1.2))')).toEqual(['o1 o2 o3 o4 1–1.5']);
    expect(valueFrom('measure(at(find("dog"), 2.2), "left")')).toBe(100);
    expect(timesOf('mask(during(find("dog"), find("cat")))')).toEqual(['o1 1–1.5']);
    expect(idsOf('before(scene(), first_seen(find("dog")))')).toEqual(['o2', 'o3', 'o4']);
    expect(idsOf('after(scene(), last_seen(find("car")))')).toEqual(['o1', 'o2']);
  });

  it('say when', () => {
    expect(valueFrom('when(find("dog"))')).toBe('1–4.5 s');
    expect(timesOf('value(when(find("dog")))')).toEqual(['o1 1–4.5']);
    expect(answerOf('first_seen(find("dog"))')).toMatchObject({ value: 1, unit: 's', text: '1 s' });
    expect(valueFrom('last_seen(find("cat"))')).toBe(1.5);
    expect(timesOf('value(first_seen(find("dog")))')).toEqual(['o1 1–1.5']);
    expect(answerOf('when(find("horse"))')).toMatchObject({ type: 'none', text: 'no horse among 4 objects' });
  });

  it('say what moved, and where to', () => {
    expect(idsOf('moved(scene())')).toEqual(['o1', 'o4']);
    expect(idsOf('still(scene())')).toEqual(['o2', 'o3']);
    expect(idsOf('moved(scene(), "right")')).toEqual(['o1']);
    expect(idsOf('moved(scene(), "left")')).toEqual(['o4']);
    expect(valueFrom('direction(find("dog"))')).toBe('to the right');
    expect(valueFrom('direction(find("bench"))')).toBe('in place');
    expect(timesOf('mask(moved(find("dog")))')).toEqual(['o1 1–3.5']);
  });

  it('order by the way, the speed and the time', () => {
    expect(idsOf('argmax(scene(), "path")')).toEqual(['o4']);
    expect(idsOf('argmin(scene(), "duration")')).toEqual(['o3']);
    expect(idsOf('argmax(scene(), "start")')).toEqual(['o1']);
    expect(valueFrom('measure(find("bench"), "path")')).toBe(0);
    expect(answerOf('measure(find("cat"), "duration")')).toMatchObject({ value: 1.5, unit: 's' });
  });

  it('say to whom something happened, while it did', () => {
    expect(timesOf('mask(did(scene(), "entered"))')).toEqual(['o1 1–1.5']);
    expect(idsOf('did(scene(), "left")')).toEqual(['o3', 'o4']);
    expect(idsOf('did(scene(), "approached", find("bench"))')).toEqual(['o1']);
    expect(idsOf('did(scene(), "approached", find("cat"))')).toEqual([]);
    expect(idsOf('did(find("dog"), "stopped")')).toEqual(['o1']);
  });

  it('count over time and at once', () => {
    const two = scriptedVideo([
      { label: 'person', boxes: [boxAt(0), boxAt(0), undefined] },
      { label: 'person', boxes: [undefined, boxAt(100), boxAt(100)] },
    ]);
    expect(valueFrom('counts(find("person"))', two)).toBe('1 (0–0.5 s), 2 (0.5–1 s), 1 (1–1.5 s)');
    expect(valueFrom('at_once(find("person"))', two)).toBe(2);
    expect(timesOf('value(at_once(find("person")))', two)).toEqual(['o1 o2 0.5–1']);
  });

  it('tell what happened in sentences that name their objects', () => {
    const answer = answerOf('summary(events(find("dog")))');
    expect(answer.type).toBe('summary');
    expect(answer.text).toContain('The dog (o1) is seen 1–4.5 s and moves to the right');
    expect(answer.text).toContain('The dog (o1) enters from the left at 1 s.');
    expect(answer.text).toContain('The dog (o1) approaches the bench (o2)');
    expect(answer.sentences?.every(({ ids }) => ids.includes('o1'))).toBe(true);
    const whole = answerOf('summary()');
    expect(whole.text).toContain('The video lasts 4.5 s and shows');
    expect(whole.sentences?.length).toBeGreaterThan(3);
  });

  it('find tracking done already', () => {
    const { steps, answer } = runProgram('mask(need(find("dog"), "track"))', park);
    expect(answer?.ids).toEqual(['o1']);
    expect(steps[0]?.note).toContain('tracked already: o1 in 7 frames');
    expect(steps[0]?.needs).toBeUndefined();
  });

  it('refuse times outside the video', () => {
    expect(answerOf('at(scene(), 9)')).toMatchObject({ type: 'none' });
    expect(answerOf('at(scene(), 9)').text).toContain('lasts from 0 s to 4.5 s');
  });

  it('have no answer on a picture, and say why', () => {
    const programs = QUERY_FUNCTIONS.filter(({ family }) => family === 'time').map(({ example }) => example);
    expect(programs.length).toBeGreaterThan(10);
    for (const program of [...programs, 'argmax(scene(), "path")', 'measure(scene(), "speed")']) {
      const answer = answerOf(program, soundTwin());
      expect(answer.type, program).toBe('none');
      expect(answer.text, program).toContain('a picture');
    }
  });
});
