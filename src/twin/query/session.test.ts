import { describe, expect, it } from 'vitest';
import { STREET } from '../../../test/support/scenes.ts';
import { Session } from './session.ts';
import type { Execution } from './types.ts';

function finish(session: Session, source: string): Execution {
  const executing = session.run(source);
  let state = executing.next();
  while (!state.done) state = executing.next({ refused: 'no tool' });
  return state.value;
}

describe('a session', () => {
  it('lets a program use what those before it assigned, and counts lines through', () => {
    const session = new Session(STREET);
    finish(session, 'car = find("car")\nred = filter(car, "color", "red")');
    const { steps, answer, evidence } = finish(session, 'value(count(red))');
    expect(answer?.value).toBe(1);
    expect(evidence).toEqual(['o2']);
    expect(steps.map(({ line, name }) => [line, name])).toEqual([[3, 'answer']]);
    expect(session.steps.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it('goes on after a program that was wrong, without its variables', () => {
    const session = new Session(STREET);
    const wrong = finish(session, 'car = find("car")\none = unique(car)');
    expect(wrong.error).toMatchObject({ kind: 'runtime', line: 2 });
    const unknown = finish(session, 'value(one)');
    expect(unknown.error).toMatchObject({ kind: 'name', line: 3, message: /No line above assigns "one"/ });
    expect(finish(session, 'value(count(car))').answer?.value).toBe(2);
  });

  it('does not let a program assign what is assigned', () => {
    const session = new Session(STREET);
    finish(session, 'car = find("car")');
    expect(finish(session, 'car = find("bus")').error?.message).toMatch(/already assigned/);
  });

  it('calls the last line of every program by the same name, for the next one to use', () => {
    const session = new Session(STREET);
    finish(session, 'count(find("car"))');
    expect(finish(session, 'value(plus(answer, 1))').answer?.value).toBe(3);
  });

  it('runs nothing of a program that does not check', () => {
    const session = new Session(STREET);
    expect(finish(session, 'car = find("car")\ndelete_object("o1")').steps).toEqual([]);
    expect(session.steps).toEqual([]);
  });
});
