import { Box } from 'lucide-react';
import { EMBEDDED, MODEL_ROLES } from '../../store/slices/models.ts';
import type { AppState } from '../../store/store.ts';
import { useApp, useCommands } from '../context.tsx';

/** What is at work, in a few words. */
function atWork({ perception: { detector }, models: { active } }: AppState): string {
  const chosen = MODEL_ROLES.filter((role) => active[role] !== EMBEDDED).length;
  if (!detector) {
    return chosen === 0 ? 'No model loaded' : `${chosen} ${chosen === 1 ? 'model' : 'models'} of the hub`;
  }
  const more = chosen === 0 ? '' : `, ${chosen} of the hub`;
  return `Detector on ${detector.device === 'webgpu' ? 'WebGPU' : 'WASM'}${more}`;
}

/** Opens the model manager; says which models are at work. */
export function ModelsChip() {
  const { openDialog } = useCommands();
  const text = useApp(atWork);
  const loaded = useApp((state) => state.perception.detector !== undefined);
  const job = useApp((state) => state.models.job);
  const percent =
    job?.doneBytes === undefined || !job.totalBytes
      ? undefined
      : Math.floor((100 * job.doneBytes) / job.totalBytes);
  const shown = percent === undefined ? text : `Fetching a model, ${percent} %`;
  return (
    <button
      type="button"
      className="button button--quiet chip"
      aria-label={`Models: ${text}`}
      onClick={() => openDialog('models')}
    >
      <span className="chip__state" data-state={loaded ? 'good' : 'unknown'} />
      <span className="onlyWide">{shown}</span>
      <Box size={14} aria-hidden />
    </button>
  );
}
