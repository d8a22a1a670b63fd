import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryTwin, soundTwin } from '../../../test/support/twins.ts';
import { encodeRle, rleArea, rleBox } from '../geometry/rle.ts';
import { checkIntegrity } from '../integrity/integrity.ts';
import type { Rle } from '../schema/rle.ts';
import type { ToolRun, Twin } from '../schema/twin.ts';
import { adoptMeasured } from './derived.ts';
import { applyEdit, type Edit, editTitle } from './edit.ts';
import { freshId } from './support.ts';

const RUN: ToolRun = {
  tool: 'segment',
  model: 'mask head',
  revision: '1',
  device: 'wasm',
  dtype: 'fp32',
  args: {},
  ms: 120,
};

const coordinate = fc.integer({ min: -5, max: 30 });
const anyBox = fc.tuple(coordinate, coordinate, coordinate, coordinate);
const run = fc.option(fc.constant(RUN), { nil: undefined }).map((value) => (value ? { run: value } : {}));
const anyText = fc.oneof(fc.string({ maxLength: 300 }), fc.constantFrom('cup', ' ', '__proto__', 'größe'));

const maskFor = ({ source: { width, height } }: Twin): fc.Arbitrary<Rle> =>
  fc.oneof(
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
      .map((bitmap) => encodeRle(bitmap, width, height)),
    fc.constant<Rle>({ size: [3, 3], counts: [4, 5] }),
    fc.constant<Rle>({ size: [height, width], counts: [1] }),
  );

/** Any edit of a twin, sensible or not. */
const editOf = (twin: Twin): fc.Arbitrary<Edit> => {
  const id = fc.constantFrom('o99', ...twin.objects.map((object) => object.id));
  const mask = maskFor(twin);
  return fc.oneof(
    fc.tuple(anyText, fc.option(anyBox), fc.option(mask), run).map(
      ([label, box, shape, by]): Edit => ({
        kind: 'add',
        label,
        ...(box ? { box } : {}),
        ...(shape ? { mask: shape } : {}),
        ...by,
      }),
    ),
    fc.tuple(id, mask, run).map(
      ([target, shape, by]): Edit => ({
        kind: 'mask',
        id: target,
        mask: shape,
        ...by,
      }),
    ),
    fc.record({ kind: fc.constant('box' as const), id, box: anyBox }),
    fc.record({ kind: fc.constant('rename' as const), id, label: anyText }),
    fc.record({ kind: fc.constant('remove' as const), ids: fc.array(id, { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('attribute' as const),
      id,
      name: anyText,
      value: fc.option(anyText, { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('depth' as const), id, distance: fc.double({ min: -10, max: 100 }) }),
  );
};

const done = (twin: Twin, edit: Edit): Twin => {
  const result = applyEdit(twin, edit);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.twin;
};

const failures = (twin: Twin) => checkIntegrity(twin).filter(({ passed }) => !passed);
const stateOf = (twin: Twin, id: string) => twin.objects.find((object) => object.id === id)?.states[0];

describe('any sequence of edits', () => {
  const twinAndEdits = arbitraryTwin.chain((twin) =>
    fc.record({ twin: fc.constant(twin), edits: fc.array(editOf(twin), { maxLength: 6 }) }),
  );

  it('leaves a sound twin, never throws, and never changes the twin before it', () => {
    fc.assert(
      fc.property(twinAndEdits, ({ twin, edits }) => {
        let current = twin;
        for (const edit of edits) {
          const before = JSON.stringify(current);
          expect(editTitle(current, edit)).not.toBe('');
          const result = applyEdit(current, edit);
          expect(JSON.stringify(current)).toBe(before);
          if (result.ok) current = result.value.twin;
          else expect(result.error.remedy).not.toBe('');
          expect(failures(current)).toEqual([]);
        }
      }),
    );
  });

  it('never gives an id twice, even after removals', () => {
    fc.assert(
      fc.property(twinAndEdits, ({ twin, edits }) => {
        const used = new Set(twin.objects.map((object) => object.id));
        let current = twin;
        for (const edit of edits) {
          const result = applyEdit(current, edit);
          if (!result.ok) continue;
          if (edit.kind === 'add') {
            expect(used.has(result.value.ids[0] ?? '')).toBe(false);
            for (const id of result.value.ids) used.add(id);
          }
          current = result.value.twin;
        }
      }),
    );
  });
});

describe('a new mask', () => {
  const bitmap = new Uint8Array(48);
  bitmap.fill(1, 17, 20);
  bitmap.fill(1, 25, 27);
  const mask = encodeRle(bitmap, 8, 6);

  it('brings its tight box, centre and area, and the run that made it', () => {
    const twin = done(soundTwin(), { kind: 'mask', id: 'o1', mask, run: RUN });
    const state = stateOf(twin, 'o1');
    expect(state).toMatchObject({ mask, box: rleBox(mask), area: rleArea(mask), center: [2.5, 3] });
    expect(state?.by === 'human' ? undefined : twin.log[state?.by ?? -1]).toEqual(RUN);
    expect(twin.log.at(-1)).toMatchObject({ tool: 'edit', args: { action: 'mask', id: 'o1' } });
  });

  it('forgets what was measured in the old outline, not what a person said', () => {
    const start = soundTwin();
    const attributesRun = { ...RUN, tool: 'attributes' };
    const measured: Twin = { ...start, log: [start.log[0] ?? RUN, attributesRun] };
    const [cup] = done(measured, { kind: 'mask', id: 'o1', mask }).objects;
    expect(Object.keys(cup?.attributes ?? {})).toEqual(['size']);
  });

  it('is refused where it is empty or of another image', () => {
    const empty = applyEdit(soundTwin(), { kind: 'mask', id: 'o1', mask: { size: [6, 8], counts: [48] } });
    expect(empty).toMatchObject({ ok: false, error: { message: 'The mask is empty.' } });
    const foreign = applyEdit(soundTwin(), {
      kind: 'mask',
      id: 'o1',
      mask: { size: [2, 2], counts: [0, 4] },
    });
    expect(foreign).toMatchObject({ ok: false, error: { message: 'The mask is 2×2, the image 8×6.' } });
  });
});

describe('a new box', () => {
  it('leaves a mask that lies within, with what measured it', () => {
    const wider = done(soundTwin(), { kind: 'box', id: 'o1', box: [0, 0, 6, 6] });
    expect(stateOf(wider, 'o1')).toMatchObject({ area: 6, by: 'human', maskBy: 0 });
    const elsewhere = done(soundTwin(), { kind: 'box', id: 'o1', box: [4, 0, 8, 6] });
    for (const key of ['mask', 'maskBy', 'area']) expect(stateOf(elsewhere, 'o1')).not.toHaveProperty(key);
  });
});

describe('depth', () => {
  it('said by a person moves the position along the line of sight', () => {
    const start = soundTwin();
    const before = stateOf(done(start, { kind: 'depth', id: 'o1', distance: 1 }), 'o1')?.position;
    const after = stateOf(done(start, { kind: 'depth', id: 'o1', distance: 3 }), 'o1')?.position;
    expect(after).toEqual(before?.map((value) => expect.closeTo(value * 3, 9)));
    expect(after?.[2]).toBe(-3);
  });

  it('by the geometric prior goes with the label; one that a person said stays', () => {
    const renamed = done(soundTwin(), { kind: 'rename', id: 'o1', label: 'bowl' });
    expect(stateOf(renamed, 'o1')).not.toHaveProperty('depth');
    expect(stateOf(renamed, 'o1')).not.toHaveProperty('position');
    const placed = done(soundTwin(), { kind: 'depth', id: 'o1', distance: 2 });
    expect(stateOf(done(placed, { kind: 'rename', id: 'o1', label: 'bowl' }), 'o1')?.depth?.mean).toBe(2);
  });
});

describe('what is measured after an edit', () => {
  it('is taken over for the edited objects alone', () => {
    const before = soundTwin();
    const edited = done(before, { kind: 'rename', id: 'o1', label: 'bowl' });
    const depth = { mean: 5, std: 1, min: 4, max: 6, unit: 'm' as const, by: 0 };
    const measured: Twin = {
      ...edited,
      objects: edited.objects.map((object) => ({
        ...object,
        states: object.states.map((state) => ({ ...state, depth })),
      })),
      log: [...edited.log, RUN],
    };
    const adopted = adoptMeasured(before, edited, measured, ['o1']);
    expect(stateOf(adopted, 'o1')?.depth).toEqual(depth);
    expect(stateOf(adopted, 'o2')).toEqual(stateOf(before, 'o2'));
    expect(adopted.log).toBe(measured.log);
  });

  it('leaves the earlier depth where none could be measured', () => {
    const before = soundTwin();
    const edited = done(before, { kind: 'rename', id: 'o1', label: 'thing of unknown size' });
    const adopted = adoptMeasured(before, edited, edited, ['o1']);
    expect(stateOf(adopted, 'o1')?.depth).toEqual(stateOf(before, 'o1')?.depth);
    expect(stateOf(adopted, 'o1')?.position?.[2]).toBe(-0.8);
    expect(failures(adopted)).toEqual([]);
  });
});

describe('an object that was removed', () => {
  it('is gone, and its id is not given again, even after the file was reopened', () => {
    const emptied = done(soundTwin(), { kind: 'remove', ids: ['o2'] });
    expect(emptied.objects.map(({ id }) => id)).toEqual(['o1']);
    expect(freshId(JSON.parse(JSON.stringify(emptied)))).toBe('o3');
  });

  it('must have been there', () => {
    expect(applyEdit(soundTwin(), { kind: 'remove', ids: ['o1', 'o7'] })).toMatchObject({
      ok: false,
      error: { message: 'There is no object o7 in this twin.' },
    });
  });
});

describe('attributes', () => {
  it('are said with certainty by a person, and taken away', () => {
    const said = done(soundTwin(), { kind: 'attribute', id: 'o2', name: ' material ', value: ' wood ' });
    expect(said.objects[1]?.attributes).toEqual({ material: { value: 'wood', score: 1, by: 'human' } });
    const gone = done(said, { kind: 'attribute', id: 'o2', name: 'material', value: undefined });
    expect(gone.objects[1]?.attributes).toEqual({});
  });
});

it('a full log is no place for another edit', () => {
  const full: Twin = { ...soundTwin(), log: Array.from({ length: 10_000 }, () => RUN) };
  expect(applyEdit(full, { kind: 'rename', id: 'o1', label: 'mug' })).toMatchObject({ ok: false });
});
