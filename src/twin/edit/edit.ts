import type { ReadonlyBox } from '../geometry/box.ts';
import type { Rle } from '../schema/rle.ts';
import type { ToolRun, Twin } from '../schema/twin.ts';
import { addObject, remove, rename, setAttribute, setBox, setDepth, setMask, withRun } from './objects.ts';
import type { EditResult } from './support.ts';

/** What a person can change in a twin, as data. `run` is the tool run that gave the shape; without it the person did. */
export type Edit =
  | {
      readonly kind: 'add';
      readonly label: string;
      readonly box?: ReadonlyBox;
      readonly mask?: Rle;
      readonly run?: ToolRun;
    }
  | { readonly kind: 'mask'; readonly id: string; readonly mask: Rle; readonly run?: ToolRun }
  | { readonly kind: 'box'; readonly id: string; readonly box: ReadonlyBox }
  | { readonly kind: 'rename'; readonly id: string; readonly label: string }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | {
      readonly kind: 'attribute';
      readonly id: string;
      readonly name: string;
      /** Undefined takes the attribute away. */
      readonly value: string | undefined;
    }
  | { readonly kind: 'depth'; readonly id: string; readonly distance: number };

/**
 * Makes one edit. The result passes every integrity check that the twin passed; it lacks what has to be measured anew
 * (see `derived.ts`). Refusals say why and leave the twin alone.
 */
export function applyEdit(twin: Twin, edit: Edit): EditResult {
  switch (edit.kind) {
    case 'add': {
      const { run, kind: _, ...added } = edit;
      if (!run) return addObject(twin, { ...added, by: 'human' });
      const { twin: noted, by } = withRun(twin, run);
      return addObject(noted, { ...added, by });
    }
    case 'mask': {
      if (!edit.run) return setMask(twin, edit.id, edit.mask, 'human');
      const { twin: noted, by } = withRun(twin, edit.run);
      return setMask(noted, edit.id, edit.mask, by);
    }
    case 'box':
      return setBox(twin, edit.id, edit.box);
    case 'rename':
      return rename(twin, edit.id, edit.label);
    case 'remove':
      return remove(twin, edit.ids);
    case 'attribute':
      return setAttribute(twin, edit.id, edit.name, edit.value);
    case 'depth':
      return setDepth(twin, edit.id, edit.distance);
  }
}

/** "rename o3 cup to mug": an edit in words, for undo and for what was asked before and after it. */
export function editTitle(twin: Twin, edit: Edit): string {
  const named = (id: string): string => {
    const label = twin.objects.find((object) => object.id === id)?.label;
    return label === undefined ? id : `${label} ${id}`;
  };
  switch (edit.kind) {
    case 'add':
      return `add ${edit.label.trim()}`;
    case 'mask':
      return `mask of ${named(edit.id)}`;
    case 'box':
      return `box of ${named(edit.id)}`;
    case 'rename':
      return `rename ${named(edit.id)} to ${edit.label.trim()}`;
    case 'remove': {
      const [first, ...others] = edit.ids;
      return others.length === 0 ? `delete ${named(first ?? '')}` : `delete ${edit.ids.length} objects`;
    }
    case 'attribute':
      return edit.value === undefined
        ? `remove ${edit.name} of ${named(edit.id)}`
        : `${edit.name} of ${named(edit.id)}: ${edit.value}`;
    case 'depth':
      return `depth of ${named(edit.id)}`;
  }
}
