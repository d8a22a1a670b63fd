import { describe, expect, it } from 'vitest';
import { sceneTwin } from '../../../test/support/scenes.ts';
import type { ToolRun, Twin, TwinObject } from '../schema/twin.ts';
import type { ExecutionOptions } from './evaluate.ts';
import { executeProgram, type Refine, runProgramRefining } from './execute.ts';
import { type Need, NeedLedger } from './needs.ts';
import { parseProgram } from './parser.ts';

const SCENE = sceneTwin([
  ['stop sign', [10, 10, 60, 60], 5],
  ['stop sign', [200, 10, 260, 60], 5],
  ['bus', [100, 100, 300, 260], 8],
]);

const toolRun = (tool: string): ToolRun => ({
  tool,
  model: 'm',
  revision: 'r',
  device: 'wasm',
  dtype: 'fp32',
  args: {},
  ms: 7,
});

const withText = (object: TwinObject, value: string, by: number): TwinObject => ({
  ...object,
  attributes: { ...object.attributes, text: { value, score: 0.9, by } },
});

const lineOf = (id: string, value: string, by: number): TwinObject => ({
  id,
  label: 'text',
  score: 0.9,
  attributes: { text: { value, score: 0.9, by } },
  states: [{ frame: 0, timeUs: 0, box: [20, 20, 40, 30], by, center: [30, 25] }],
});

const FULL: [number, number] = [2, 2];

/** A reader that finds STOP on the first sign and in the picture, and a tool that outlines whatever it is asked for. */
function tools() {
  const asked: Need[] = [];
  const refine: Refine = async (twin, need) => {
    asked.push(need);
    const by = twin.log.length;
    const log = [...twin.log, toolRun(need.kind)];
    const refined = twin.objects.map((object): TwinObject => {
      if (need.kind === 'mask' && need.ids.includes(object.id)) {
        const states = object.states.map((state) => ({
          ...state,
          mask: { size: FULL, counts: [0, 4] },
          area: 4,
        }));
        return { ...object, states };
      }
      const reads = need.kind === 'text' && object.id === 'o1';
      return reads && (need.ids.includes('o1') || need.ids.length === 0)
        ? withText(object, 'STOP', by)
        : object;
    });
    const lines = need.kind === 'text' && need.ids.length === 0 ? [lineOf('t1', 'stop', by)] : [];
    const more = need.kind === 'text' && need.ids.length === 0 ? [lineOf('t2', 'Main Street', by)] : [];
    return { twin: { ...twin, objects: [...refined, ...lines, ...more], log }, ms: 12 };
  };
  return { asked, refine };
}

const run = async (source: string, twin: Twin = SCENE, options?: ExecutionOptions) => {
  const { asked, refine } = tools();
  return { ...(await runProgramRefining(source, twin, refine, options)), asked };
};

describe('need', () => {
  it('measures exactly the objects that lack it and goes on with the refined twin', async () => {
    const { execution, twin, asked } = await run('mask(need(find("stop sign"), "mask"))');
    expect(asked).toEqual([{ kind: 'mask', ids: ['o1', 'o2'] }]);
    expect(twin.objects.map(({ states }) => states[0]?.mask !== undefined)).toEqual([true, true, false]);
    expect(execution.answer).toMatchObject({ type: 'mask', ids: ['o1', 'o2'] });
    expect(execution.steps[0]?.note).toBeUndefined();
  });

  it('records the cost, the tool runs and what was known before and after', async () => {
    const { execution, twin } = await run('need(find("bus"), "mask")');
    const run0 = SCENE.log.length;
    expect(execution.steps[0]?.needs).toEqual([
      {
        kind: 'mask',
        ids: ['o3'],
        ms: 12,
        runs: [run0],
        added: [],
        changes: [{ id: 'o3', before: 'no mask', after: 'mask of 4 px²' }],
      },
    ]);
    expect(twin.log[run0]?.tool).toBe('mask');
  });

  it('never asks for the same thing twice in one question, whatever came of it', async () => {
    const twice =
      'a = need(find("stop sign"), "text")\nb = need(scene(), "mask")\nc = need(find("bus"), "mask")\n';
    const { asked } = await run(`${twice}d = need(find("stop sign"), "text")\nmask(c)`);
    expect(asked).toEqual([
      { kind: 'text', ids: ['o1', 'o2'] },
      { kind: 'mask', ids: ['o1', 'o2', 'o3'] },
    ]);
  });

  it('shares what was asked for between the plans of one question', async () => {
    const ledger = new NeedLedger();
    const { refine, asked } = tools();
    await runProgramRefining('need(find("stop sign"), "text")', SCENE, refine, { ledger });
    const { execution } = await runProgramRefining('text(need(find("stop sign"), "text"))', SCENE, refine, {
      ledger,
    });
    expect(asked).toHaveLength(1);
    expect(execution.answer?.text).toBe('no text could be read on the stop sign (o1, o2)');
  });

  it('measures nothing that the twin holds already', async () => {
    expect((await run('need(scene(), "depth")')).asked).toEqual([]);
  });

  it('asks for a finer mask where the twin has a coarse one, and knows that one until it comes', async () => {
    const coarse = { ...toolRun('segment'), args: { path: 'fast' } };
    const masked = SCENE.objects.map((object) => ({
      ...object,
      states: object.states.map((state) => ({
        ...state,
        mask: { size: FULL, counts: [0, 4] },
        area: 4,
        maskBy: object.id === 'o1' ? ('human' as const) : 0,
      })),
    }));
    const twin = { ...SCENE, objects: masked, log: [coarse] };
    const refine: Refine = async () => ({ refused: 'no tool' });
    const { execution } = await runProgramRefining('mask(need(find("stop sign"), "mask"))', twin, refine);
    expect(execution.steps[0]?.needs?.[0]?.ids).toEqual(['o2']);
    expect(execution.steps[0]?.note).toBe('mask is not measured: no tool');
  });

  it('asks nothing for an empty set, and has no tool for tracks', async () => {
    const { asked, execution } = await run('a = need(find("dog"), "text")\nneed(find("bus"), "track")');
    expect(asked).toEqual([]);
    expect(execution.steps[1]?.note).toBe('no track is known of o3');
  });

  it('reads the whole picture when the whole scene is asked for', async () => {
    const { asked, execution } = await run('value(text(need(scene(), "text")))');
    expect(asked).toEqual([{ kind: 'text', ids: [] }]);
    expect(execution.answer).toMatchObject({ value: 'STOP and Main Street', ids: ['o1', 't2'] });
    expect(execution.steps[0]?.needs?.[0]?.added).toEqual(['t1', 't2']);
  });

  it('does not read the whole picture again for another question', async () => {
    const read = { ...SCENE, log: [{ ...toolRun('text'), args: { objects: 0, regions: 1, lines: 0 } }] };
    const { asked, execution } = await run('value(text(need(scene(), "text")))', read);
    expect(asked).toEqual([]);
    expect(execution.answer?.text).toBe('no text could be read in the picture');
    const onSigns = { ...read, log: [{ ...toolRun('text'), args: { objects: 2, regions: 2, lines: 0 } }] };
    expect((await run('need(scene(), "text")', onSigns)).asked).toHaveLength(1);
  });

  it('looks for what no object is called, once, where a tool can', async () => {
    const seen: Need[] = [];
    const refine: Refine = async (twin, need) => {
      seen.push(need);
      const lamp = { ...lineOf('o9', '', twin.log.length), label: 'lamp', attributes: {} };
      return {
        twin: { ...twin, objects: [...twin.objects, lamp], log: [...twin.log, toolRun('find')] },
        ms: 3,
      };
    };
    const source = 'a = find("Lamp")\nb = find("lamp")\nc = find("bus")\nbox(a)';
    const found = await runProgramRefining(source, SCENE, refine, { finds: true });
    expect(seen).toEqual([{ kind: 'objects', ids: [], phrase: 'lamp' }]);
    expect(found.execution.answer?.ids).toEqual(['o9']);
    expect(found.execution.steps[0]?.needs?.[0]).toMatchObject({
      phrase: 'lamp',
      added: ['o9'],
      changes: [],
    });
    await runProgramRefining(source, SCENE, refine);
    expect(seen).toHaveLength(1);
  });

  it('takes lines of text for no things', async () => {
    const { execution } = await run('a = need(scene(), "text")\nvalue(count(scene()))');
    expect(execution.answer?.value).toBe(3);
  });

  it('says that there was nothing to read', async () => {
    const { execution } = await run('value(text(need(find("bus"), "text")))');
    expect(execution.answer).toMatchObject({ type: 'none', text: 'no text could be read on the bus (o3)' });
  });

  it('goes on without what a tool refuses, and says why', async () => {
    const refine: Refine = async () => ({ refused: 'the photo is not open' });
    const { execution, twin } = await runProgramRefining('mask(need(find("bus"), "mask"))', SCENE, refine);
    expect(twin).toBe(SCENE);
    expect(execution.answer?.ids).toEqual(['o3']);
    expect(execution.steps[0]?.note).toMatch(/mask is not measured: the photo is not open/);
  });

  it.each([
    [
      'loses an object',
      (twin: Twin): Twin => ({ ...twin, objects: twin.objects.slice(1) }),
      /lost the object o1/,
    ],
    ['rewrites the log', (twin: Twin): Twin => ({ ...twin, log: [] }), /rewrote the log/],
    [
      'comes from another picture',
      (twin: Twin): Twin => ({ ...twin, source: { ...twin.source, width: 9 } }),
      /another picture/,
    ],
  ])('does not take a twin that %s', async (_, change, reason) => {
    const before = { ...SCENE, log: [toolRun('detect')] };
    const refine: Refine = async (twin) => ({ twin: change(twin), ms: 1 });
    const { execution, twin } = await runProgramRefining('mask(need(find("bus"), "mask"))', before, refine);
    expect(twin).toBe(before);
    expect(execution.steps[0]?.needs?.[0]?.refused).toMatch(reason);
  });

  it('ends the program when measuring is cancelled', async () => {
    const refine: Refine = () => Promise.reject(new Error('cancelled'));
    await expect(runProgramRefining('mask(need(find("bus"), "mask"))', SCENE, refine)).rejects.toThrow(
      'cancelled',
    );
  });

  it('runs on what the twin holds where no tool is given', () => {
    const program = parseProgram('value(count(need(find("bus"), "text")))');
    if (!program.ok) throw new Error(program.error.message);
    expect(executeProgram(program.value, SCENE).answer?.value).toBe(1);
  });
});
