import { Crosshair } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { restingTwin } from '../../store/moment.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { useApp, useCommands, useServices } from '../context.tsx';
import { MaskPaths } from '../stage/maskPaths.ts';
import { Button } from '../ui/Controls.tsx';
import { ObjectChip, useObjectAtRest, useObjectColour } from '../ui/ObjectChip.tsx';
import { withAlpha } from '../ui/palette.ts';

interface ShownObjects {
  readonly ids: readonly string[];
  readonly labelOf: (id: string) => string | undefined;
}

const CAP = 24;

const share = (area: number, twin: Twin): string => {
  const percent = (100 * area) / (twin.source.width * twin.source.height);
  return percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
};

const pixels = (area: number): string => `${Math.round(area).toLocaleString('en-GB')} px²`;

/** The masks of the answer: each cut out of the picture, with its area, and all of them together. */
export function MaskAnswer(props: ShownObjects) {
  const { ids, labelOf } = props;
  const twin = useApp(restingTwin);
  if (!twin) return null;
  const there = twin.objects.some(({ id }) => ids.includes(id));
  const areas = twin.objects.flatMap(({ id, states: [state] }) =>
    ids.includes(id) && state?.mask ? [state.area ?? 0] : [],
  );
  const total = areas.reduce((sum, area) => sum + area, 0);
  return (
    <>
      <div className="shown__head">
        <span className="muted">
          {areas.length === 0
            ? there
              ? 'No mask is known: the boxes are shown'
              : 'Not in the frame that is shown'
            : `${areas.length} ${areas.length === 1 ? 'mask' : 'masks'} · ${pixels(total)} · ${share(total, twin)} of the picture`}
        </span>
        <ShowOnStage ids={ids} />
      </div>
      <ul className="masks">
        {ids.slice(0, CAP).map((id) => (
          <li key={id}>
            <MaskRow id={id} label={labelOf(id)} twin={twin} />
          </li>
        ))}
        {ids.length > CAP && <li className="muted">and {ids.length - CAP} more</li>}
      </ul>
    </>
  );
}

/** Selects the objects of an answer, brings them into view and makes sure that their masks are drawn. */
export function ShowOnStage(props: { readonly ids: readonly string[] }) {
  const { select, frame, setOverlaysHidden, toggleLayer, showPane } = useCommands();
  const masks = useApp((state) => state.ui.layers.masks);
  return (
    <Button
      look="quiet"
      onClick={() => {
        showPane('stage');
        setOverlaysHidden(false);
        if (!masks) toggleLayer('masks');
        select(props.ids);
        frame(props.ids);
      }}
    >
      <Crosshair size={13} aria-hidden /> Show on stage
    </Button>
  );
}

function MaskRow(props: { readonly id: string; readonly label: string | undefined; readonly twin: Twin }) {
  const { id, label, twin } = props;
  const object = useObjectAtRest(id);
  const state = object?.states[0];
  return (
    <>
      {object && <MaskThumbnail object={object} />}
      <span className="masks__words">
        <ObjectChip id={id} label={label} />
        <span className="muted numeric">
          {state?.mask ? `${pixels(state.area ?? 0)} · ${share(state.area ?? 0, twin)}` : 'no mask'}
        </span>
      </span>
    </>
  );
}

const WIDTH = 64;
const HEIGHT = 48;
const MARGIN = 0.12;
const outlines = new MaskPaths();

/** The object as its mask cuts it out of the picture; what is not of it is dimmed. */
function MaskThumbnail(props: { readonly object: TwinObject }) {
  const { object } = props;
  const { media } = useServices();
  const canvas = useRef<HTMLCanvasElement>(null);
  const mediaId = useApp((state) => state.scene.image?.mediaId);
  const width = useApp((state) => state.scene.image?.width);
  const colour = useObjectColour(object);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const ratio = Math.max(1, devicePixelRatio);
    element.width = WIDTH * ratio;
    element.height = HEIGHT * ratio;
    const bitmap = mediaId === undefined ? undefined : media.get(mediaId);
    paintCutOut(context, object, colour, bitmap, width);
  }, [object, colour, media, mediaId, width]);
  return (
    <canvas ref={canvas} className="masks__picture" style={{ width: WIDTH, height: HEIGHT }} aria-hidden />
  );
}

function paintCutOut(
  context: CanvasRenderingContext2D,
  object: TwinObject,
  colour: string,
  bitmap: ImageBitmap | undefined,
  imageWidth: number | undefined,
): void {
  const state = object.states[0];
  if (!state) return;
  const { canvas } = context;
  const [x0, y0, x1, y1] = state.box;
  const span = (1 + 2 * MARGIN) * Math.max((x1 - x0) / canvas.width, (y1 - y0) / canvas.height, 1e-6);
  const scale = 1 / span;
  context.setTransform(
    scale,
    0,
    0,
    scale,
    canvas.width / 2 - ((x0 + x1) / 2) * scale,
    canvas.height / 2 - ((y0 + y1) / 2) * scale,
  );
  const outline = state.mask && outlines.get(state.mask);
  const picture = (): void => {
    if (!bitmap) return;
    const toImage = (imageWidth ?? bitmap.width) / bitmap.width;
    context.drawImage(bitmap, 0, 0, bitmap.width * toImage, bitmap.height * toImage);
  };
  context.globalAlpha = outline ? 0.25 : 1;
  picture();
  context.globalAlpha = 1;
  context.lineWidth = 1.5 * Math.max(1, devicePixelRatio) * span;
  context.strokeStyle = colour;
  if (!outline) {
    context.strokeRect(x0, y0, x1 - x0, y1 - y0);
    return;
  }
  context.save();
  context.clip(outline);
  picture();
  context.restore();
  context.fillStyle = withAlpha(colour, bitmap ? 0.18 : 0.5);
  context.fill(outline);
  context.lineJoin = 'round';
  context.stroke(outline);
}
