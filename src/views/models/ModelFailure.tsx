import { CircleAlert } from 'lucide-react';
import type { ModelPlan } from '../../../workers/contracts/models.ts';
import type { ModelFailure as Failure } from '../../store/slices/models.ts';
import { useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** What went wrong, why, and the ways on that the sheet does not offer anyway. */
export function ModelFailure(props: { readonly failure: Failure; readonly plan: ModelPlan | undefined }) {
  const { failure, plan } = props;
  const { modelId, code, message, remedy } = failure;
  const { models } = useCommands();
  const pinned = plan?.files.some(({ hashSource }) => hashSource === 'pinned') === true;
  return (
    <div className="modelFailure" role="alert" data-code={code}>
      <CircleAlert size={18} aria-hidden />
      <div>
        <p>{message}</p>
        <p>{remedy}</p>
        <div className="modelFailure__ways">
          {code === 'storage-full' && (
            <Button onClick={() => void models.download(modelId, 'memory')}>Go on in memory</Button>
          )}
          <Button onClick={() => void models.open(modelId)}>{plan ? 'Dismiss' : 'Try again'}</Button>
          {pinned && code === 'download-refused' && (
            <Button look="quiet" onClick={() => void models.remove(modelId, true)}>
              Delete it and forget its hashes
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
