import { openOpfsArea } from '../src/perception/runtime/modelStore/opfsArea.ts';
import { ModelStore } from '../src/perception/runtime/modelStore/store.ts';
import { modelsContract } from './contracts/models.ts';
import { modelHandlers, SERIAL } from './modelHandlers.ts';
import { serve } from './rpc/server.ts';

const { storage, locks } = globalThis.navigator;
const opening = openOpfsArea().then((disk) => new ModelStore({ disk, storage, locks, now: Date.now }));

serve(modelsContract, modelHandlers(opening), globalThis, { serial: SERIAL });
