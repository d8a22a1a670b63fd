import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { restingTwin } from '../../store/moment.ts';
import { evidenceIds } from '../../store/selectors.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { useApp, useCommands, useServices } from '../context.tsx';
import { watchTime } from '../timeline/watchTime.ts';
import { objectColour } from '../ui/palette.ts';
import { watchEmphasis, watchFraming } from './emphasis.ts';
import { FactStrip } from './FactStrip.tsx';
import { GraphMirror, optionId } from './GraphMirror.tsx';
import { GraphToolbar } from './GraphToolbar.tsx';
import './graph.css';
import { GraphEngine } from './graphEngine.ts';
import {
  buildGraph,
  DEFAULT_PREDICATES,
  drawnFacts,
  GRAPH_PREDICATES,
  type GraphPredicate,
  predicatesToDerive,
} from './graphModel.ts';
import { createGraphMoments, tracksAt } from './graphMoment.ts';
import { type Direction, neighbourTowards } from './navigation.ts';

/** The relation graph of the twin: nodes are objects, edges are relations of the chosen predicates. Fills its parent. */
export function GraphView() {
  const twin = useApp((state) => state.scene.twin);
  const analysing = useApp((state) => state.perception.job !== undefined);
  if (!twin || twin.objects.length === 0) {
    return <p className="graphEmpty">{emptyText(twin, analysing)}</p>;
  }
  return <Graph twin={twin} />;
}

function emptyText(twin: Twin | undefined, analysing: boolean): string {
  if (analysing) return 'The graph appears as soon as objects are found.';
  if (!twin)
    return 'No twin yet. Open an image, a clip or a sample, and its objects and relations appear here.';
  return 'The twin has no objects, so there is nothing to relate.';
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

function Graph({ twin: whole }: { readonly twin: Twin }) {
  const { store } = useServices();
  // React shows the time where playing rests; the engine follows every frame.
  const present = useApp(restingTwin) ?? whole;
  const restUs = useApp((state) => state.playback.restUs);
  const twin = useMemo(() => tracksAt(whole, present, restUs), [whole, present, restUs]);
  const commands = useCommands();
  const colourBy = useApp((state) => state.ui.colourBy);
  const evidence = useApp(evidenceIds);
  const [predicates, setPredicates] = useState<readonly GraphPredicate[]>(DEFAULT_PREDICATES);
  const [hoveredEdgeId, setHoveredEdgeId] = useState<string>();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const engineRef = useRef<GraphEngine>(undefined);
  const playing = useApp((state) => state.playback.playing);
  const listId = useId();

  // One string, so that the facts are derived anew only when what to derive has changed.
  const derived = predicatesToDerive(twin.objects.length, predicates).join(' ');
  const facts = useMemo(
    () =>
      drawnFacts(
        present,
        GRAPH_PREDICATES.filter((predicate) => derived.split(' ').includes(predicate)),
      ),
    [present, derived],
  );
  const model = useMemo(() => buildGraph(twin, facts, predicates), [twin, facts, predicates]);
  const cursor = useApp((state) => state.ui.hoveredId ?? state.ui.selectedIds[0]);

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const engine = new GraphEngine(canvas, {
      hoverNode: commands.hover,
      hoverEdge: setHoveredEdgeId,
      frame: commands.frame,
      pick: (ids, add) => commands.select(add ? toggled(store.getState().ui.selectedIds, ids) : ids),
    });
    engineRef.current = engine;
    const stops = [
      watchEmphasis(store, (emphasis) => engine.setEmphasis(emphasis)),
      watchFraming(store, (ids) => engine.fit(ids)),
    ];
    return () => {
      for (const stop of stops) stop();
      engine.dispose();
      engineRef.current = undefined;
    };
  }, [store, commands]);

  useEffect(() => {
    const { width, height, sha256, name } = twin.source;
    engineRef.current?.setModel(model, width / height, `${sha256} ${name} ${twin.objects.length}`);
  }, [model, twin]);

  useEffect(() => {
    const colours = twin.objects.map(
      (object) => [object.id, objectColour(object, twin, colourBy, evidence)] as const,
    );
    engineRef.current?.setColours(new Map(colours));
  }, [twin, colourBy, evidence]);

  useEffect(() => {
    if (whole.source.kind === 'image') {
      engineRef.current?.setMoment(undefined);
      return undefined;
    }
    const momentAt = createGraphMoments(whole);
    return watchTime(store, ({ playback }) =>
      engineRef.current?.setMoment(momentAt(playback.timeUs, predicates)),
    );
  }, [store, whole, predicates]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = ARROWS[event.key];
    if (direction) {
      const linked = new Set(
        model.edges.flatMap(({ source, target }) =>
          source === cursor ? [target] : target === cursor ? [source] : [],
        ),
      );
      const positions = engineRef.current?.positions ?? new Map();
      const next =
        cursor === undefined ? model.nodes[0]?.id : neighbourTowards(cursor, direction, positions, linked);
      if (next !== undefined) commands.hover(next);
      event.preventDefault();
    } else if ((event.key === 'Enter' || event.key === ' ') && cursor !== undefined) {
      const { selectedIds } = store.getState().ui;
      commands.select(event.shiftKey ? toggled(selectedIds, [cursor]) : [cursor]);
      event.preventDefault();
    } else if (event.key === '+' || event.key === '-') {
      engineRef.current?.zoomBy(event.key === '+' ? 1.25 : 0.8);
    } else if (event.key === '0') engineRef.current?.fit();
  };

  const hoveredEdge = model.edges.find((edge) => edge.id === hoveredEdgeId);
  return (
    <div className="graph">
      <GraphToolbar
        predicates={predicates}
        facts={playing ? undefined : facts}
        onChange={setPredicates}
        onFit={() => engineRef.current?.fit()}
      />
      <div
        className="graph__host"
        role="listbox"
        aria-label="Relation graph: objects. Arrow keys follow relations, Enter selects, plus and minus zoom, 0 shows all."
        aria-multiselectable
        aria-activedescendant={cursor === undefined ? undefined : optionId(listId, cursor)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => engineRef.current?.setFocusVisible(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => engineRef.current?.setFocusVisible(false)}
      >
        <canvas className="graph__canvas" ref={canvasRef} aria-hidden />
        <GraphMirror twin={twin} model={model} listId={listId} />
      </div>
      <div className="graph__foot">
        {/* While a clip plays the edges are those of each frame, the facts those of where it last rested. */}
        {playing ? (
          <p className="graph__strip muted">Facts are listed where the clip pauses.</p>
        ) : (
          <FactStrip twin={twin} model={model} hoveredEdge={hoveredEdge} />
        )}
      </div>
    </div>
  );
}

/** Adds the ids to the selection, or takes them out when all are in it. */
function toggled(selected: readonly string[], ids: readonly string[]): readonly string[] {
  if (ids.every((id) => selected.includes(id))) return selected.filter((id) => !ids.includes(id));
  return [...new Set([...selected, ...ids])];
}
