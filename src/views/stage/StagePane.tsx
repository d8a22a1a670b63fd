import { Redo2, RefreshCw, Undo2 } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { isVideo } from '../../store/moment.ts';
import type { ColourBy } from '../../store/slices/ui.ts';
import { useApp, useCommands, useServices } from '../context.tsx';
import { STAGE_ZOOM, type StageZoom } from '../ui/actions.ts';
import { Button, IconButton } from '../ui/Controls.tsx';
import { Notices } from '../ui/Notices.tsx';
import { OriginBadge } from '../ui/ObjectChip.tsx';
import { Pane } from '../ui/Pane.tsx';
import { Select } from '../ui/Select.tsx';
import { keyText } from '../ui/useKeyboard.ts';
import { EmptyStage } from './EmptyStage.tsx';
import { JobCard } from './JobCard.tsx';
import { KeyboardPointer } from './KeyboardPointer.tsx';
import { StageCanvas } from './StageCanvas.tsx';
import type { StageEngine } from './StageEngine.ts';
import { StageRail } from './StageRail.tsx';
import { WalkStatus } from './WalkStatus.tsx';
import './stage.css';

const Transport = lazy(async () => ({ default: (await import('../timeline/Transport.tsx')).Transport }));
const SegmentBar = lazy(async () => ({ default: (await import('./SegmentBar.tsx')).SegmentBar }));
const ProposalCard = lazy(async () => ({
  default: (await import('../timeline/ProposalCard.tsx')).ProposalCard,
}));

const COLOURS: readonly { readonly value: ColourBy; readonly text: string }[] = [
  { value: 'class', text: 'Class' },
  { value: 'instance', text: 'Instance' },
  { value: 'depth', text: 'Depth' },
  { value: 'evidence', text: 'Evidence' },
];

/** The image with everything that the twin says about it. */
export function StagePane() {
  const { media, store } = useServices();
  const { analyse, setColourBy } = useCommands();
  const engine = useRef<StageEngine>(null);
  const [scale, setScale] = useState(1);
  const origin = useApp((state) => state.scene.origin);
  const image = useApp((state) => state.scene.image);
  const busy = useApp((state) => state.perception.job !== undefined);
  const colourBy = useApp((state) => state.ui.colourBy);
  const open = useApp((state) => state.scene.image !== undefined || state.scene.twin !== undefined);
  const missing = useApp((state) => state.scene.twin === undefined);
  const segmenting = useApp((state) => state.prompt.tool === 'segment');
  const video = useApp(isVideo);
  const proposed = useApp((state) => state.video.proposal !== undefined);
  const onScale = useCallback((value: number) => setScale(value), []);

  const onZoom = useCallback((zoom: StageZoom) => {
    const stage = engine.current;
    if (zoom === 'in') stage?.zoomBy(1.25);
    else if (zoom === 'out') stage?.zoomBy(0.8);
    else if (zoom === 'fit') stage?.fit();
    else stage?.actualSize();
  }, []);

  useEffect(() => {
    const listener = (event: Event): void => {
      if (event instanceof CustomEvent) onZoom(event.detail);
    };
    document.addEventListener(STAGE_ZOOM, listener);
    return () => document.removeEventListener(STAGE_ZOOM, listener);
  }, [onZoom]);

  const measurable = image !== undefined && media.get(image.mediaId) !== undefined;
  const offer = measurable && !busy && !proposed && (video || missing || origin !== 'measured');
  const again = video && origin === 'measured' ? 'Measure it again' : 'Measure it now';
  const actions = open && (
    <>
      {offer && (
        <Button look="quiet" onClick={() => void analyse()}>
          <RefreshCw size={13} aria-hidden /> {missing ? 'Measure it' : again}
        </Button>
      )}
      <OriginBadge />
      <Select label="Colour by" value={colourBy} options={COLOURS} onChange={setColourBy} />
      <span className="stage__zoom numeric">{Math.round(scale * 100)} %</span>
    </>
  );
  return (
    <Pane id="stage" title="Stage" keys={keyText('pane1')} actions={actions}>
      <div className="stage">
        {open && <StageRail onZoom={onZoom} />}
        <div className="stage__main">
          <div className="stage__view">
            {open ? <StageCanvas engine={engine} onScale={onScale} /> : <EmptyStage />}
            <UndoButtons />
            <div className="stage__float">
              <Notices place="stage" />
              <JobCard />
              {proposed && (
                <Suspense fallback={null}>
                  <ProposalCard />
                </Suspense>
              )}
              {segmenting && (
                <Suspense fallback={null}>
                  <SegmentBar />
                </Suspense>
              )}
            </div>
            {segmenting && <KeyboardPointer engine={engine} />}
            <WalkStatus store={store} />
          </div>
          {video && (
            <Suspense fallback={<div className="stage__transport" />}>
              <Transport />
            </Suspense>
          )}
        </div>
      </div>
    </Pane>
  );
}

/** Undo and redo, as soon as there is an edit. */
function UndoButtons() {
  const { undoEdit, redoEdit } = useCommands();
  const { past, future } = useApp((state) => state.edits.history);
  const pending = useApp((state) => state.edits.pending !== undefined);
  if (past.length === 0 && future.length === 0) return null;
  const [last, next] = [past.at(-1)?.title, future.at(-1)?.title];
  return (
    <div className="stage__undo" role="toolbar" aria-label="Edits">
      <IconButton
        label={last === undefined ? 'Undo' : `Undo: ${last}`}
        keys={keyText('undo')}
        disabled={last === undefined || pending}
        onClick={undoEdit}
      >
        <Undo2 size={15} aria-hidden />
      </IconButton>
      <IconButton
        label={next === undefined ? 'Redo' : `Redo: ${next}`}
        keys={keyText('redo')}
        disabled={next === undefined || pending}
        onClick={redoEdit}
      >
        <Redo2 size={15} aria-hidden />
      </IconButton>
    </div>
  );
}
