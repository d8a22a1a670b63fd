import type { Commands } from '../store/commands.ts';
import { Editing } from './editing.ts';
import type { Opening, OpeningServices } from './opening.ts';
import { Prompting } from './prompting.ts';
import { setPrompt } from './storeActions.ts';

type EditCommands = Pick<
  Commands,
  | 'edit'
  | 'undoEdit'
  | 'redoEdit'
  | 'sharpenMask'
  | 'setTool'
  | 'addPromptPoint'
  | 'setPromptBox'
  | 'takeBackPrompt'
  | 'clearPrompt'
  | 'setPromptPositive'
  | 'setCrosshair'
  | 'acceptMask'
>;

/** The commands that point at things and change the twin. */
export function createEditCommands(services: OpeningServices, opening: Opening): EditCommands {
  const { store } = services;
  const editing = new Editing(services, opening);
  const prompting = new Prompting(services, opening);
  return {
    edit: async (edit) => void (await editing.edit(edit)),
    undoEdit: () => editing.undo(),
    redoEdit: () => editing.redo(),
    sharpenMask: (id) => editing.sharpen(id),
    setTool: (tool) => prompting.setTool(tool),
    addPromptPoint: (point) => prompting.addPoint(point),
    setPromptBox: (box) => prompting.setBox(box),
    takeBackPrompt: () => prompting.takeBack(),
    clearPrompt: () => prompting.clear(),
    setPromptPositive: (positive) => setPrompt(store, { positive }),
    setCrosshair: (crosshair) => setPrompt(store, { crosshair }),
    acceptMask: (as) => editing.accept(as),
  };
}
