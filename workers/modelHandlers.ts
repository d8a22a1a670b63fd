import { importFiles } from '../src/perception/runtime/modelStore/importFiles.ts';
import type { ModelStore } from '../src/perception/runtime/modelStore/store.ts';
import { verifyModel } from '../src/perception/runtime/modelStore/verify.ts';
import type { ModelsContract } from './contracts/models.ts';
import type { Handlers } from './rpc/server.ts';

/** The methods of the models worker over a store that is being opened. */
export const modelHandlers = (opening: Promise<ModelStore>): Handlers<ModelsContract> => ({
  plan: async ({ model, base }, { signal }) => (await opening).plan({ model, base: new URL(base) }, signal),
  async download({ model, base, keeping }, job) {
    const held = await (await opening).download({ model, base: new URL(base) }, keeping, job);
    return { held };
  },
  importFolder: async ({ model, files, keeping }, job) => ({
    held: await importFiles(await opening, model, files, keeping, job),
  }),
  verify: async ({ repository, revision }, job) => ({
    files: await verifyModel(await opening, repository, revision, job),
  }),
  async remove({ repository, revision, forget }) {
    await (await opening).remove(repository, revision, forget);
    return {};
  },
  async list() {
    const store = await opening;
    return { models: await store.list(), storage: await store.storage() };
  },
});

/** One change at a time; plans and lists are read meanwhile. */
export const SERIAL = ['download', 'importFolder', 'verify', 'remove'] as const;
