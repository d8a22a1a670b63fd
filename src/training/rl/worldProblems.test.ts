import { describe, expect, it } from 'vitest';
import { WORLDS } from '../worlds/index.ts';
import { worldAnchors } from './anchors.ts';
import { attemptOf } from './attempt.ts';
import { shareOf } from './evaluate.ts';
import { RolloutDriver, type Vocabulary } from './rowDriver.ts';
import { answersDiffer } from './scenes.ts';
import { heldOutProblems, worldProblems } from './worldProblems.ts';

/** A token a byte. */
const bytes: Vocabulary = {
  size: 256,
  encode: (text) => [...new TextEncoder().encode(text)],
  bytesOf: (token) => Uint8Array.of(token),
};
const special = { bosToken: 256, eosToken: 257 };

describe.each(['clevr', 'photo', 'video'] as const)('questions of the world %s', (world) => {
  const source = worldProblems({ world, seed: 4, scenes: 3 });

  it('are the same for the same number, and of several scenes on which their program answers', () => {
    const again = worldProblems({ world, seed: 4, scenes: 3 });
    const counts = [0, 1, 2, 3].map((index) => {
      const problem = source.problem(index);
      const other = again.problem(index);
      expect(other.question).toBe(problem.question);
      expect(other.scenes.map(({ targets }) => targets)).toEqual(
        problem.scenes.map(({ targets }) => targets),
      );
      return problem.scenes.length;
    });
    expect(Math.max(...counts)).toBe(3);
  });

  it('hardly ever have one right answer in all scenes, which a program that always gives it would earn', () => {
    const problems = Array.from({ length: 40 }, (_, index) => source.problem(index));
    const constant = problems.filter(({ scenes }) => !answersDiffer(scenes));
    expect(constant.length).toBeLessThanOrEqual(2);
  });

  it('that are held out are in sentences that no run trains on', () => {
    const questions = new Set([0, 1, 2].map((index) => source.problem(index).question));
    for (const { question } of heldOutProblems({ world }, 3)) expect(questions).not.toContain(question);
  });

  it('that are held out in trained wordings are other questions about the same scenes', () => {
    const trained = heldOutProblems({ world }, 6, 'train').map(({ question }) => question);
    expect(trained).not.toEqual(heldOutProblems({ world }, 6).map(({ question }) => question));
    for (let index = 0; index < 6; index += 1) expect(trained).not.toContain(source.problem(index).question);
  });
});

describe('questions of the clevr world', () => {
  const questions = (kind: string) => {
    const families = WORLDS.clevr.families.filter((name) => name.startsWith(kind));
    const source = worldProblems({ world: 'clevr', seed: 3, scenes: 8, families });
    return Array.from({ length: 10 }, (_, index) => source.problem(index));
  };

  it('with three relations in a row are asked of as many scenes as all others: their own with other objects in it', () => {
    const problems = questions('three_hop');
    expect(problems.map(({ scenes }) => scenes.length)).toEqual(problems.map(() => 8));
    expect(problems.filter(({ scenes }) => !answersDiffer(scenes)).length).toBeLessThanOrEqual(1);
  });

  it('are true of some of their scenes and false of others: always saying one of the two is wrong in some', () => {
    for (const { scenes } of questions('comparison')) {
      const yes = scenes.filter(({ targets }) => targets.value === true).length;
      expect(yes).toBeGreaterThanOrEqual(1);
      expect(yes).toBeLessThanOrEqual(7);
    }
  });
});

describe('known rollouts, written token by token', () => {
  const anchors = worldAnchors({ world: 'clevr', seed: 5, programs: 20 }, bytes, special);

  it('begin with the question, and say what was written', () => {
    const { tokens, written } = anchors.sequence(0, 0);
    expect(written).toHaveLength(tokens.length);
    expect([tokens[0], tokens.at(-1), written[0], written.at(-1)]).toEqual([256, 257, false, true]);
    expect(anchors.sequence(0, 0)).toEqual({ tokens, written });
    expect(anchors.sequence(1, 0).tokens).not.toEqual(tokens);
  });

  it('answer rightly when they are driven: results are put in where they stand in the original', () => {
    const { problem } = worldProblems({ world: 'clevr', seed: 1, scenes: 1 });
    const [scene] = problem(0).scenes;
    const text = `<reason>é</reason><plan>n = count(scene())</plan>`;
    const driver = new RolloutDriver(scene, bytes, special.eosToken);
    const actions = bytes.encode(text).map((token) => driver.onToken(token));
    expect(actions.slice(0, -1).every((action) => action === 'continue')).toBe(true);
    const last = actions.at(-1);
    if (typeof last !== 'object') throw new Error('no results were put in');
    expect(new TextDecoder().decode(Uint8Array.from(last.inject))).toBe(
      `\n<results>\nn = ${scene.twin.objects.length}\n</results>\n`,
    );
    const rest = bytes
      .encode('<reason>r</reason><answer>value(n)</answer>')
      .map((token) => driver.onToken(token));
    expect(rest.at(-1)).toBe('end');
    const rollout = driver.finish();
    expect(rollout.segments[0]?.text).toBe('é');
    expect(rollout.execution.answer?.value).toBe(scene.twin.objects.length);
    expect(attemptOf(problem(0), rollout).cases).toHaveLength(1);
  });

  it('end with the end token, and are what they are then', () => {
    const [scene] = worldProblems({ world: 'clevr', seed: 1, scenes: 1 }).problem(0).scenes;
    const driver = new RolloutDriver(scene, bytes, special.eosToken);
    expect(driver.onToken(special.eosToken)).toBe('end');
    expect(driver.finish().outcome).toMatchObject({ kind: 'malformed', fault: { kind: 'unfinished' } });
  });
});

describe('a share of questions', () => {
  it('comes with its interval', () => {
    expect(shareOf(50, 100)).toMatchObject({
      accuracy: 0.5,
      low: expect.closeTo(0.4038, 3),
      high: expect.closeTo(0.5962, 3),
    });
    expect(shareOf(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.2775, 3) });
    expect(shareOf(0, 0)).toMatchObject({ accuracy: 0, low: 0, high: 1 });
  });
});
