import { TwinsightError } from '../core/errors.ts';
import { SerialQueue } from '../core/serialQueue.ts';
import type { TwinState } from '../store/slices/edits.ts';
import type { AppStore } from '../store/store.ts';
import { adoptMeasured } from '../twin/edit/derived.ts';
import { applyEdit, type Edit, editTitle } from '../twin/edit/edit.ts';
import { recordEdit, redoEdit, undoEdit } from '../twin/edit/history.ts';
import type { Edited } from '../twin/edit/support.ts';
import type { Twin, TwinObject } from '../twin/schema/twin.ts';
import type { Opening, OpeningServices } from './opening.ts';
import { addNotice, clearPrompt, replaceTwin, reportFailure, setUi, twinState } from './storeActions.ts';

/** Edits after which something has to be measured anew: colours in another outline, the prior's depth of another label. */
const MEASURED: readonly Edit['kind'][] = ['add', 'mask', 'box', 'rename'];

/** What a person changes in the twin, one edit after the other, with undo and redo. Failures land on the stage. */
export class Editing {
  readonly #services: OpeningServices;
  readonly #opening: Opening;
  readonly #queue = new SerialQueue();

  constructor(services: OpeningServices, opening: Opening) {
    this.#services = services;
    this.#opening = opening;
  }

  get #store(): AppStore {
    return this.#services.store;
  }

  /** Makes an edit and measures what follows from it. Resolves with the ids that it touched; none when it failed. */
  edit(edit: Edit): Promise<readonly string[]> {
    return this.#guarded(() => this.#edit(edit));
  }

  /** Makes the mask of the prompt a new object, which is then selected, or the mask of one that is there. */
  async accept(as: { readonly label: string } | { readonly id: string }): Promise<void> {
    const { preview } = this.#store.getState().prompt;
    if (!preview) return;
    const { mask, run } = preview;
    const ids = await this.edit(
      'id' in as ? { kind: 'mask', id: as.id, mask, run } : { kind: 'add', label: as.label, mask, run },
    );
    if (ids.length === 0) return;
    if (this.#store.getState().prompt.preview === preview) clearPrompt(this.#store);
    setUi(this.#store, { selectedIds: ids, activeStep: undefined });
  }

  /** Outlines an object anew by the fine path; what follows from its mask comes with it. */
  async sharpen(id: string): Promise<void> {
    await this.#guarded(async () => {
      const { twin, image } = this.#store.getState().scene;
      if (!twin) throw noTwin();
      this.#setPending(`mask of ${id}`);
      const imageId = await this.#opening.photo();
      const { host } = await this.#services.engine();
      await host.load(this.#services.device);
      const { twin: refined } = await host.refine(imageId, twin, { kind: 'mask', ids: [id] });
      if (refined.log.length === twin.log.length) {
        addNotice(this.#store, {
          kind: 'info',
          place: 'stage',
          message: `The mask of ${id} is as sharp as this model makes it.`,
          remedy: 'Point at the object with the segment tool to correct it.',
          code: undefined,
        });
        return [];
      }
      const { scene } = this.#store.getState();
      if (scene.image !== image || scene.twin !== twin) return [];
      this.#show(adoptMeasured(twin, twin, refined, [id]), `sharper mask of ${id}`);
      return [id];
    });
  }

  undo(): void {
    this.#travel(undoEdit);
  }

  redo(): void {
    this.#travel(redoEdit);
  }

  #travel(move: typeof undoEdit<TwinState>): void {
    const { edits } = this.#store.getState();
    const present = twinState(this.#store.getState());
    const moved = present && move(edits.history, present);
    if (!moved || edits.pending !== undefined) return;
    replaceTwin(this.#store, moved.present, moved.history);
    void this.#opening.suggest(moved.present.twin);
  }

  async #edit(edit: Edit): Promise<readonly string[]> {
    for (;;) {
      const { twin, image } = this.#store.getState().scene;
      if (!twin) throw noTwin();
      const result = applyEdit(twin, edit);
      if (!result.ok) throw new TwinsightError(result.error);
      const title = editTitle(twin, edit);
      this.#setPending(title);
      const after = MEASURED.includes(edit.kind)
        ? await this.#measured(twin, result.value)
        : result.value.twin;
      const { scene } = this.#store.getState();
      if (scene.image !== image || scene.twin?.source.name !== twin.source.name) return []; // another one was opened
      if (scene.twin !== twin) continue; // a question had something measured meanwhile: edit that twin
      this.#show(after, title);
      return result.value.ids;
    }
  }

  /** Puts the edited twin in place of the one at hand, which undo brings back. */
  #show(twin: Twin, title: string): void {
    const before = twinState(this.#store.getState());
    if (!before) return;
    const { history, lastRevision } = this.#store.getState().edits;
    replaceTwin(
      this.#store,
      { ...before, twin, revision: lastRevision + 1 },
      recordEdit(history, title, before),
    );
    void this.#opening.suggest(twin);
  }

  /**
   * Has perception measure what the edit left open, from the pixels where there are some. A label of a person's own is
   * measured as what it stands for: the prior knows how large a cup is, not a mug.
   */
  async #measured(before: Twin, { twin, ids }: Edited): Promise<Twin> {
    const engine = await this.#services.engine();
    const labels = new Map(twin.objects.map(({ id, label }) => [id, label]));
    const known = relabelled(twin, ids, ({ label }) => engine.kindOf(label) ?? label);
    const adopt = (measured: Twin): Twin =>
      adoptMeasured(
        before,
        twin,
        relabelled(measured, ids, ({ id, label }) => labels.get(id) ?? label),
        ids,
      );
    if (this.#opening.hasPhoto) {
      try {
        const imageId = await this.#opening.photo();
        return adopt(await engine.host.describe(imageId, known));
      } catch (thrown) {
        reportFailure(this.#store, thrown, 'stage'); // the edit itself needs no pixels
      }
    }
    return adopt(engine.describe(known));
  }

  #setPending(pending: string | undefined): void {
    this.#store.setState((state) => ({ edits: { ...state.edits, pending } }));
  }

  #guarded(work: () => Promise<readonly string[]>): Promise<readonly string[]> {
    return this.#queue.run(async () => {
      try {
        return await work();
      } catch (thrown) {
        reportFailure(this.#store, thrown, 'stage');
        return [];
      } finally {
        this.#setPending(undefined);
      }
    });
  }
}

const relabelled = (twin: Twin, ids: readonly string[], label: (object: TwinObject) => string): Twin => ({
  ...twin,
  objects: twin.objects.map((object) =>
    ids.includes(object.id) ? { ...object, label: label(object) } : object,
  ),
});

const noTwin = (): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: 'There is no twin to edit.',
    remedy: 'Open an image, a sample or a twin first.',
  });
