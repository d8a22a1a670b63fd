import { Play } from 'lucide-react';
import type { SamplingPlan } from '../../../workers/contracts/video.ts';
import { formatDuration } from '../../core/units.ts';
import { type ClipFacts, ENOUGH_LOOKS } from '../../store/slices/video.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { formatClock } from './clock.ts';
import './transport.css';

const facts = ({ width, height, codec, container, durationUs, frameCount }: ClipFacts): string =>
  `${codec} in ${container}, ${width} × ${height} px, ${formatClock(durationUs)}, ${frameCount} frames`;

const title = ({ frames, rate }: SamplingPlan): string =>
  rate === 'every'
    ? `Every frame: ${frames.length}`
    : `${frames.length} ${frames.length === 1 ? 'frame' : 'frames'}`;

/** Before a clip is measured: which frames will be looked at, why these, what that costs; and the choice. */
export function ProposalCard() {
  const { video } = useCommands();
  const proposal = useApp((state) => state.video.proposal);
  const other = useApp(
    (state) => state.scene.twin !== undefined && state.scene.image?.mediaId !== proposal?.clip.mediaId,
  );
  if (!proposal) return null;
  const { clip, choices, chosen, notices } = proposal;
  const few = (choices[chosen]?.frames.length ?? 0) < ENOUGH_LOOKS && chosen < choices.length - 1;
  return (
    <section className="proposal" aria-label="Sampling plan">
      <div>
        <h3>Measure {clip.name}</h3>
        <p className="muted">{facts(clip)}</p>
        {notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
      </div>
      <fieldset className="proposal__choices">
        <legend className="visuallyHidden">Frames to look at</legend>
        {choices.map((plan, index) => (
          <label key={plan.frames.length} className="proposal__choice">
            <input
              type="radio"
              name="sampling"
              checked={index === chosen}
              onChange={() => video.chooseSampling(index)}
            />
            <strong>{title(plan)}</strong>
            <span className="numeric">about {formatDuration(plan.estimateMs)}</span>
            <span className="proposal__why">{plan.why}</span>
          </label>
        ))}
      </fieldset>
      {few && <p className="muted">So few looks find what stays; what moves fast may need more.</p>}
      {other && <p className="muted">What is open stays until the clip has its twin.</p>}
      <div className="proposal__actions">
        <Button look="quiet" onClick={() => video.dismissProposal()}>
          Not now
        </Button>
        <Button look="primary" onClick={() => void video.measure()}>
          <Play size={13} aria-hidden /> Measure {choices[chosen]?.frames.length}{' '}
          {choices[chosen]?.frames.length === 1 ? 'frame' : 'frames'}
        </Button>
      </div>
    </section>
  );
}
