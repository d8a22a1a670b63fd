import type { DevicePreference } from '../../workers/contracts/perception.ts';
import { bindPreferences } from '../store/bindings.ts';
import { MediaRegistry } from '../store/mediaRegistry.ts';
import { bindModelPreferences } from '../store/modelBindings.ts';
import { bindPolicyPreference } from '../store/policyBindings.ts';
import { createPreferenceStorage, type PreferenceStorage } from '../store/preferences.ts';
import type { SampleId } from '../store/samples.ts';
import { EMBEDDED } from '../store/slices/models.ts';
import type { Theme } from '../store/slices/ui.ts';
import { createAppStore } from '../store/store.ts';
import type { AppServices } from '../views/context.tsx';
import { createCommands } from './commands.ts';
import type { Hub } from './createHub.ts';
import type { Engine } from './engine.ts';
import { renderOverlay, saveFile } from './exporting.ts';
import { fetchFile } from './fetchFile.ts';
import type { ChosenModels } from './hubPerception.ts';
import { lazyLabCommands } from './lab/commands.ts';
import { createLazyPolicies } from './lazyPolicies.ts';
import { lazyModelCommands } from './modelServices.ts';
import { once } from './once.ts';
import { pickFiles } from './pickers.ts';
import type { PolicyHost } from './policyHost.ts';
import { fetchSample, isSampleId } from './samples.ts';
import { addNotice } from './storeActions.ts';

export interface Composition {
  readonly services: AppServices;
  readonly preferences: PreferenceStorage;
  readonly startWith: SampleId | undefined;
}

interface Parameters {
  readonly device: DevicePreference;
  readonly sample: SampleId | undefined;
  readonly theme: Theme | undefined;
}

/** What the address asks for: `?device=auto|wasm|webgpu`, `?sample=desk`, `?theme=light|dark|system`; the rest is ignored. */
export function readParameters(search: string): Parameters {
  const query = new URLSearchParams(search);
  const device = query.get('device');
  const sample = query.get('sample') ?? '';
  const theme = query.get('theme');
  return {
    device: device === 'wasm' || device === 'webgpu' ? device : 'auto',
    sample: isSampleId(sample) ? sample : undefined,
    theme: theme === 'light' || theme === 'dark' || theme === 'system' ? theme : undefined,
  };
}

/** Puts the app together: store, pixels, commands, preferences. Nothing heavy is loaded here. */
export function compose(search: string): Composition {
  const parameters = readParameters(search);
  const store = createAppStore();
  const media = new MediaRegistry();
  const preferences = createPreferenceStorage(() => globalThis.localStorage);
  bindPreferences(store, preferences);
  bindModelPreferences(store, preferences);
  bindPolicyPreference(store, preferences);
  const chosenModels: ChosenModels = {
    // The model manager is loaded only where a person chose something.
    chosen: async (role) =>
      store.getState().models.active[role] === EMBEDDED ? undefined : (await hub()).manager.chosen(role),
    host: async () => (await hub()).host,
    onFailure: ({ title }, { code, message, remedy }) =>
      addNotice(store, {
        kind: 'error',
        place: 'stage',
        message: `${title} failed, so what the embedded models measured stays: ${message}`,
        remedy,
        code,
      }),
  };
  let tuned: PolicyHost | undefined;
  const policies = createLazyPolicies({
    tuned: () => tuned,
    async hub(hooks) {
      const model = await chosenModels.chosen('policy');
      if (!model) return undefined;
      const { createHubPolicy } = await import('./hubPolicy.ts');
      return createHubPolicy({ model, host: chosenModels.host, ...hooks });
    },
    onSpeed: (id, speed) =>
      store.setState((state) => ({
        policies: { ...state.policies, speeds: { ...state.policies.speeds, [id]: speed } },
      })),
  });
  const engine = once(
    async (): Promise<Engine> => (await import('./createEngine.ts')).createEngine(chosenModels, policies),
  );
  const probe = async () => (await engine()).host.probe();
  const hub = once(
    async (): Promise<Hub> =>
      (await import('./createHub.ts')).createHub({ store, device: parameters.device, probe }),
  );
  const models = lazyModelCommands(async () => (await hub()).manager);
  const commands = createCommands({
    store,
    media,
    engine,
    device: parameters.device,
    now: () => performance.now(),
    fetchFile,
    fetchSample,
    decode: (file) => createImageBitmap(file),
    renderOverlay: () => renderOverlay(store.getState(), media),
    saveFile,
    pickFiles,
    createVideo: async (opening, services) =>
      (await import('./video/createVideo.ts')).createVideo(services, opening),
  });
  const corrections = once(async () =>
    (await import('./corrections/pageCorrections.ts')).createPageCorrections({
      store,
      saveFile,
      pickFile: (onFile) => pickFiles(([file]) => file && onFile(file), '.json'),
    }),
  );
  const lab = lazyLabCommands(
    once(async () =>
      (await import('./lab/createLab.ts')).createPageLab({
        store,
        preferences,
        probe: async () => {
          await commands.probe();
          return store.getState().perception.capability;
        },
        saveFile,
        pickFile: (onFile) => pickFiles(([file]) => file && onFile(file), '.safetensors'),
        corrections: async () => (await corrections()).text(),
        setTuned: (host) => {
          tuned?.dispose();
          tuned = host;
        },
      }),
    ),
  );
  // What is opened is looked at.
  store.subscribe(
    (state) => state.scene.twin !== undefined && state.scene.image?.mediaId,
    () => commands.setView('look'),
  );
  if (parameters.theme) commands.setTheme(parameters.theme);
  return {
    services: { store, media, commands: { ...commands, models, lab, corrections } },
    preferences,
    startWith: parameters.sample,
  };
}
