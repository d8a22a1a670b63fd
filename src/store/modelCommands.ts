import type { Keeping } from '../../workers/contracts/models.ts';
import type { ModelRole } from './slices/models.ts';

/**
 * What a person can do with models. Failures land in the `models` slice, so none of these rejects; what leaves the machine
 * is the request for a file of a model, and nothing else.
 */
export interface ModelCommands {
  /** Reads catalogue and storage anew. */
  refresh(): Promise<void>;
  /** Shows a model's details, asking its source for sizes and hashes; undefined goes back to the list. */
  open(id: string | undefined): Promise<void>;
  /** Chooses another storage type of the weights. */
  chooseVariant(id: string, dtype: string): Promise<void>;
  /** Fetches what is missing, loads, checks and uses the model: the consent of the person is this call. */
  download(id: string, keeping: Keeping): Promise<void>;
  /** Ends the running job; what came is kept. */
  cancel(): void;
  /** Takes the model from files that the person picks. */
  pickFolder(id: string, keeping: Keeping): void;
  /** Reads what is stored back and compares it with its hashes. */
  verify(id: string): Promise<void>;
  /** Deletes a model's files; with `forget` also what was pinned at its first download. */
  remove(id: string, forget: boolean): Promise<void>;
  /** Uses a model that is there, or the embedded one. */
  activate(role: ModelRole, id: string): Promise<void>;
  /** A mirror's address; empty: the hub. Resolves with what is wrong with it, if anything. */
  setSource(address: string): Promise<string | undefined>;
  /** Asks the browser not to clear what is stored. */
  persist(): Promise<void>;
}
