import {
  Eye,
  EyeOff,
  Maximize,
  Minus,
  MousePointer2,
  Plus,
  Shapes,
  Square,
  SquareDashedMousePointer,
  Tag,
} from 'lucide-react';
import { isVideo } from '../../store/moment.ts';
import { useApp, useCommands } from '../context.tsx';
import type { StageZoom } from '../ui/actions.ts';
import { IconButton, Tip } from '../ui/Controls.tsx';
import { keyText } from '../ui/useKeyboard.ts';

/** Layers, fill and zoom, in a thin column at the stage's side. */
export function StageRail(props: { readonly onZoom: (zoom: StageZoom) => void }) {
  const { toggleLayer, setOverlaysHidden } = useCommands();
  const layers = useApp((state) => state.ui.layers);
  const hidden = useApp((state) => state.ui.overlaysHidden);
  return (
    <div
      className="stage__rail"
      role="toolbar"
      aria-label="Tools, overlay and zoom"
      aria-orientation="vertical"
    >
      <Tools />
      <span className="stage__rule" />
      <IconButton
        label={hidden ? 'Show overlays' : 'Hide overlays'}
        keys={keyText('hideOverlays')}
        side="right"
        pressed={hidden}
        onClick={() => setOverlaysHidden(!hidden)}
      >
        {hidden ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
      </IconButton>
      <span className="stage__rule" />
      <IconButton
        label="Boxes"
        keys={keyText('boxes')}
        side="right"
        pressed={layers.boxes}
        onClick={() => toggleLayer('boxes')}
      >
        <Square size={16} aria-hidden />
      </IconButton>
      <IconButton
        label="Masks"
        keys={keyText('masks')}
        side="right"
        pressed={layers.masks}
        onClick={() => toggleLayer('masks')}
      >
        <Shapes size={16} aria-hidden />
      </IconButton>
      <IconButton
        label="Labels"
        keys={keyText('labels')}
        side="right"
        pressed={layers.labels}
        onClick={() => toggleLayer('labels')}
      >
        <Tag size={16} aria-hidden />
      </IconButton>
      <FillSlider />
      <span className="stage__rule" />
      <IconButton label="Zoom in" keys={keyText('zoomIn')} side="right" onClick={() => props.onZoom('in')}>
        <Plus size={16} aria-hidden />
      </IconButton>
      <IconButton label="Zoom out" keys={keyText('zoomOut')} side="right" onClick={() => props.onZoom('out')}>
        <Minus size={16} aria-hidden />
      </IconButton>
      <IconButton
        label="Fit the image"
        keys={keyText('fit')}
        side="right"
        onClick={() => props.onZoom('fit')}
      >
        <Maximize size={16} aria-hidden />
      </IconButton>
      <IconButton label="Actual size, 100 %" side="right" onClick={() => props.onZoom('actual')}>
        <span style={{ fontSize: 11, fontWeight: 600 }}>1:1</span>
      </IconButton>
    </div>
  );
}

/** What a click means. Pointing at things needs their pixels. */
function Tools() {
  const { setTool } = useCommands();
  const tool = useApp((state) => state.prompt.tool);
  const photo = useApp(
    (state) => state.scene.image !== undefined && state.scene.twin !== undefined && !isVideo(state),
  );
  return (
    <>
      <IconButton
        label="Select objects"
        keys={keyText('selectTool')}
        side="right"
        pressed={tool === 'select'}
        onClick={() => setTool('select')}
      >
        <MousePointer2 size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={photo ? 'Segment: click or box an object' : 'Segment: needs a photo with its twin'}
        keys={keyText('segmentTool')}
        side="right"
        pressed={tool === 'segment'}
        disabled={!photo}
        onClick={() => setTool('segment')}
      >
        <SquareDashedMousePointer size={16} aria-hidden />
      </IconButton>
    </>
  );
}

function FillSlider() {
  const { setOverlayOpacity } = useCommands();
  const opacity = useApp((state) => state.ui.overlayOpacity);
  return (
    <Tip text={`Fill of boxes and masks: ${Math.round(opacity * 100)} %`} side="right">
      <label className="fill">
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={opacity}
          aria-label="Fill opacity"
          aria-valuetext={`${Math.round(opacity * 100)} %`}
          onChange={(event) => setOverlayOpacity(event.currentTarget.valueAsNumber)}
        />
      </label>
    </Tip>
  );
}
