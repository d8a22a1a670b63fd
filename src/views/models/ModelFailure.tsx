import { CircleAlert } from 'lucide-react';
import type { ModelFailure as Failure } from '../../store/slices/models.ts';
import { useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** What went wrong, why, and the ways on. */
export function ModelFailure(props: { readonly failure: Failure; readonly canForget: boolean }) {
  const { modelId, code, message, remedy } = props.failure;
  const { models } = useCommands();
  const known = modelId !== '';
  return (
    <div className="modelFailure" role="alert" data-code={code}>
      <CircleAlert size={18} aria-hidden />
      <div>
        <p>{message}</p>
        <p>{remedy}</p>
        {known && (
          <div className="modelFailure__ways">
            {code === 'storage-full' ? (
              <Button onClick={() => void models.download(modelId, 'memory')}>Go on in memory</Button>
            ) : (
              <Button onClick={() => void models.open(modelId)}>Look again</Button>
            )}
            <Button look="quiet" onClick={() => models.pickFolder(modelId, 'disk')}>
              From a folder…
            </Button>
            {props.canForget && code === 'download-refused' && (
              <Button look="quiet" onClick={() => void models.remove(modelId, true)}>
                Delete it and forget its hashes
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
