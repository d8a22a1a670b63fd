import type { Task } from '../reasoning/types.ts';
import type { Edit } from '../twin/edit/edit.ts';
import type { ReadonlyBox } from '../twin/geometry/box.ts';
import type { CorrectionCommands } from './correctionCommands.ts';
import type { LabCommands } from './labCommands.ts';
import type { ModelCommands } from './modelCommands.ts';
import type { SampleId } from './samples.ts';
import type { PolicyId } from './slices/policies.ts';
import type { PromptPoint, StageTool } from './slices/prompt.ts';
import type { ColourBy, DialogName, DrawerTab, LayerName, PaneId, Theme, ViewName } from './slices/ui.ts';
import type { VideoCommands } from './videoCommands.ts';

/**
 * Everything a person can make the app do. Views call these and nothing else; the composition root (`src/app`)
 * implements them. Failures land in the store (`notices`), so none of these rejects.
 */
export interface Commands {
  /** Opens what was dropped, pasted or picked: an image, twin JSON, a photo with its COCO JSON, traces of the twin at hand. */
  openFiles(files: readonly File[]): Promise<void>;
  openUrl(url: string): Promise<void>;
  openSample(id: SampleId): Promise<void>;
  /** Replaces a recorded or imported twin by a fresh one measured from the image at hand. */
  analyse(): Promise<void>;
  /** Ends the running job, if any. */
  cancel(): void;
  /** Asks a question of the twin at hand; `task` forces the kind of answer, `policy` is the chosen one by default. */
  ask(question: string, task?: Task, policy?: PolicyId): Promise<void>;
  /** Ends what a policy is writing. */
  stopAsking(): void;
  /** Who answers from now on. */
  setPolicy(policy: PolicyId): void;
  /** The kind of answer that is forced from now on; undefined leaves it to the question. */
  setTask(task: Task | undefined): void;
  /** Changes the twin; what follows from the change is measured. */
  edit(edit: Edit): Promise<void>;
  undoEdit(): void;
  redoEdit(): void;
  /** Outlines an object anew by the fine path. */
  sharpenMask(id: string): Promise<void>;
  setTool(tool: StageTool): void;
  /** Adds a point (canonical pixels) to the prompt and gets its mask. */
  addPromptPoint(point: PromptPoint): void;
  /** Starts a prompt with a box (canonical pixels) and gets its mask. */
  setPromptBox(box: ReadonlyBox): void;
  /** Takes back the last point of the prompt. */
  takeBackPrompt(): void;
  clearPrompt(): void;
  /** Whether plain clicks say what belongs to the object, or what does not. */
  setPromptPositive(positive: boolean): void;
  /** Where the keyboard points, in canonical pixels; undefined while it does not. */
  setCrosshair(point: readonly [number, number] | undefined): void;
  /** The mask of the prompt becomes a new object, or the mask of one that is there. */
  acceptMask(as: { readonly label: string } | { readonly id: string }): Promise<void>;
  exportTwin(): void;
  exportCoco(): void;
  /** Saves the tracks of a video as MOTChallenge CSV. */
  exportMot(): void;
  /** Saves the tracks of a video with their masks as YouTube-VIS JSON. */
  exportYoutubeVis(): void;
  /** Saves the rollouts of all questions asked of the twin at hand, as JSON Lines. */
  exportTraces(): Promise<void>;
  exportOverlay(): Promise<void>;
  select(ids: readonly string[]): void;
  hover(id: string | undefined): void;
  setTheme(theme: Theme): void;
  setColourBy(colourBy: ColourBy): void;
  toggleLayer(layer: LayerName): void;
  setOverlayOpacity(opacity: number): void;
  setOverlaysHidden(hidden: boolean): void;
  /** Lights objects in every view while a person points at words about them; undefined ends it. */
  light(ids: readonly string[] | undefined): void;
  /** Lights the objects of one program step of the shown ask in every view. */
  activateStep(step: number | undefined): void;
  /** Brings objects into view on stage, graph and scene; no ids: everything. */
  frame(ids: readonly string[]): void;
  /** Clears selection, hover and lit step. */
  clearPointing(): void;
  showAsk(id: string): void;
  setView(view: ViewName): void;
  maximisePane(pane: PaneId | undefined): void;
  showPane(pane: PaneId): void;
  showDrawer(tab: DrawerTab): void;
  setDrawerOpen(open: boolean): void;
  openDialog(dialog: DialogName | undefined): void;
  /** Shows the system's file picker. */
  pickFiles(): void;
  /** Asks the perception worker what this machine offers, once. */
  probe(): Promise<void>;
  /** Loads and checks the detector without opening an image. */
  loadModels(): Promise<void>;
  dismissNotice(id: string): void;
  readonly models: ModelCommands;
  readonly video: VideoCommands;
  readonly lab: LabCommands;
  /** Loads what keeps corrected answers. */
  corrections(): Promise<CorrectionCommands>;
}
