import { Check, Minus, Plus, Replace, Undo2, X } from 'lucide-react';
import { type SubmitEvent, useId, useMemo, useState } from 'react';
import { formatDuration, formatScore } from '../../core/units.ts';
import type { MaskPreview, PromptState } from '../../store/slices/prompt.ts';
import { COCO_LABELS } from '../../twin/schema/labels.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button, IconButton, Segmented } from '../ui/Controls.tsx';
import { keyText } from '../ui/useKeyboard.ts';
import { PHASES, useElapsed } from './JobCard.tsx';
import { matchingObject } from './maskMatch.ts';

/** The segment tool's own controls, over the stage: what the next click means, what came of the last, what to do with it. */
export function SegmentBar() {
  const { setPromptPositive, takeBackPrompt, clearPrompt, setTool } = useCommands();
  const positive = useApp((state) => state.prompt.positive);
  const prompting = useApp(({ prompt }) => prompt.box !== undefined || prompt.points.length > 0);
  const preview = useApp((state) => state.prompt.preview);
  return (
    <section className="segment" aria-label="Segment">
      <div className="segment__row">
        <Segmented
          label="A click marks"
          value={positive ? 'part' : 'not'}
          options={[
            {
              value: 'part',
              text: (
                <>
                  <Plus size={12} aria-hidden /> <span className="segment__word">Part of it</span>
                </>
              ),
            },
            {
              value: 'not',
              text: (
                <>
                  <Minus size={12} aria-hidden /> <span className="segment__word">Not part</span>
                </>
              ),
            },
          ]}
          onChange={(value) => setPromptPositive(value === 'part')}
        />
        <PromptStatus />
        {prompting && (
          <>
            <IconButton label="Take back the last point" side="top" onClick={takeBackPrompt}>
              <Undo2 size={14} aria-hidden />
            </IconButton>
            <Button look="quiet" onClick={clearPrompt} aria-keyshortcuts="Escape" title={keyText('escape')}>
              Clear
            </Button>
          </>
        )}
        {!prompting && (
          <IconButton
            label="Done: back to selecting"
            keys={keyText('selectTool')}
            side="top"
            onClick={() => setTool('select')}
          >
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      {preview && <AcceptRow preview={preview} />}
    </section>
  );
}

function PromptStatus() {
  const prompt = useApp((state) => state.prompt);
  const { progress, preview, points, box } = prompt;
  return (
    <span className="segment__status" role="status">
      {progress ? (
        <Waiting key={progress.startedAt} progress={progress} />
      ) : preview ? (
        <>
          {preview.area.toLocaleString('en-GB')} px{' '}
          <span className="segment__word">
            <span className="muted">score</span> {formatScore(preview.score)}
          </span>{' '}
          <span className="muted">in {formatDuration(preview.ms)}</span>
        </>
      ) : box || points.some(({ positive }) => positive) ? (
        <span className="muted">No mask. Point once more.</span>
      ) : points.length > 0 ? (
        <span className="muted">Mark a part of the object as well.</span>
      ) : (
        <span className="muted">Click an object, or drag a box around it.</span>
      )}
    </span>
  );
}

function Waiting(props: { readonly progress: NonNullable<PromptState['progress']> }) {
  const { phase, fraction, startedAt } = props.progress;
  const elapsed = useElapsed(startedAt);
  const percent = fraction === undefined ? '' : ` ${Math.round(fraction * 100)} %`;
  return (
    <span className="muted">
      {PHASES[phase]}
      {percent}
      {elapsed > 1000 && ` · ${formatDuration(elapsed)}`}
    </span>
  );
}

/** What the mask becomes: an object of its own, or the mask of the one that it shows. */
function AcceptRow(props: { readonly preview: MaskPreview }) {
  const { preview } = props;
  const { acceptMask } = useCommands();
  const twin = useApp((state) => state.scene.twin);
  const selectedIds = useApp((state) => state.ui.selectedIds);
  const pending = useApp((state) => state.edits.pending !== undefined);
  const match = useMemo(
    () => twin && matchingObject(twin, preview, selectedIds),
    [twin, preview, selectedIds],
  );
  const [typed, setTyped] = useState<string>();
  const list = useId();
  const labels = useMemo(
    () => [...new Set([...(twin?.objects.map(({ label }) => label) ?? []), ...COCO_LABELS])],
    [twin],
  );
  const label = typed ?? match?.label ?? '';
  const add = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void acceptMask({ label });
  };
  return (
    <form className="segment__row" onSubmit={add}>
      <input
        className="field"
        value={label}
        list={list}
        maxLength={256}
        autoComplete="off"
        aria-label="Label of the new object"
        placeholder="What is it?"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <datalist id={list}>
        {labels.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      <Button type="submit" look={match ? 'plain' : 'primary'} disabled={pending || label.trim() === ''}>
        <Check size={14} aria-hidden /> Add as new object
      </Button>
      {match && (
        <Button look="primary" disabled={pending} onClick={() => void acceptMask({ id: match.id })}>
          <Replace size={14} aria-hidden /> Replace mask of {match.label} {match.id}
        </Button>
      )}
    </form>
  );
}
