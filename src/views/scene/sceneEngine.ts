import {
  CanvasTexture,
  DoubleSide,
  Group,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  Raycaster,
  Scene,
  SRGBColorSpace,
  Vector2,
  Vector3,
  WebGLRenderer,
} from 'three';
import type { Point3 } from '../../twin/geometry/camera.ts';
import { readCanvasTheme } from '../graph/canvasTheme.ts';
import { type Emphasis, NO_EMPHASIS } from '../graph/emphasis.ts';
import { onThemeChange } from '../ui/themeColours.ts';
import { Billboards } from './billboards.ts';
import { frustumCorners, levelled, pickBillboard } from './sceneGeometry.ts';
import { type SceneLabel, SceneLabels } from './sceneLabels.ts';
import { levelledCorners, type PhotoPlace, photoDepth, type SceneModel } from './sceneModel.ts';
import { Surroundings } from './surroundings.ts';
import { type Trail, Trails } from './trails.ts';
import { Viewpoint } from './viewpoint.ts';

export interface SceneEvents {
  hover(id: string | undefined): void;
  /** Undefined: the background was clicked. `add` when a modifier key extends the selection. */
  pick(id: string | undefined, add: boolean): void;
  frame(ids: readonly string[]): void;
  contextLost(): void;
  contextRestored(): void;
}

const LARGEST_TEXTURE = 2048;
const CLICK_SLACK_PX = 4;
const LABEL_TOP_PX = 18;

/**
 * Owns the WebGL context and all that lives in it. Plain three.js in a class instead of React elements: the scene is a
 * handful of merged meshes repainted from the store, so a reconciler would add code to the chunk and nothing else.
 * A frame is drawn only after `#invalidate`; at rest there is no loop.
 */
export class SceneEngine {
  readonly #host: HTMLElement;
  readonly #events: SceneEvents;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  /** Holds what is given in the camera frame; turned so that y is against gravity. */
  readonly #cameraFrame = new Group();
  readonly #viewpoint: Viewpoint;
  readonly #labels: SceneLabels;
  readonly #photo = new Mesh(
    new PlaneGeometry(1, 1),
    new MeshBasicMaterial({ side: DoubleSide, toneMapped: false, transparent: true }),
  );
  readonly #cleanups: (() => void)[] = [];
  #theme = readCanvasTheme();
  #model: SceneModel | undefined;
  #texture: CanvasTexture | undefined;
  readonly #trails = new Trails();
  /** What was replaced since the last frame: freed after the next one, which shares its compiled shaders. */
  #stale: { dispose(): void }[] = [];
  #billboards: Billboards | undefined;
  #surroundings: Surroundings | undefined;
  #colours: ReadonlyMap<string, string> = new Map();
  #emphasis: Emphasis = NO_EMPHASIS;
  #place: PhotoPlace = 'front';
  #frame = 0;

  /** @throws when the browser gives no WebGL 2 context */
  constructor(host: HTMLElement, events: SceneEvents) {
    this.#host = host;
    this.#events = events;
    this.#renderer = new WebGLRenderer({ antialias: true, alpha: true });
    const canvas = this.#renderer.domElement;
    canvas.className = 'scene__canvas';
    canvas.setAttribute('aria-hidden', 'true');
    host.prepend(canvas);
    this.#labels = new SceneLabels(host);
    this.#viewpoint = new Viewpoint(canvas, () => this.#invalidate());
    this.#cameraFrame.add(this.#photo, this.#trails.lines);
    this.#scene.add(this.#cameraFrame);
    this.#attachPointer(canvas);
    this.#listen(canvas, 'webglcontextlost', (event) => {
      event.preventDefault();
      events.contextLost();
    });
    this.#listen(canvas, 'webglcontextrestored', () => {
      events.contextRestored();
      this.#invalidate();
    });
    this.#cleanups.push(
      onThemeChange(() => {
        this.#theme = readCanvasTheme();
        this.#rebuildSurroundings();
        this.#paint();
      }),
    );
    const observer = new ResizeObserver(() => this.#resize());
    observer.observe(host);
    this.#cleanups.push(() => observer.disconnect());
    this.#resize();
  }

  /** Shows a scene with the photo's pixels, seen as a whole. Without a bitmap objects are plain grey. */
  setScene(model: SceneModel, bitmap: ImageBitmap | undefined): void {
    this.#billboards?.dispose();
    this.#texture?.dispose();
    this.#model = model;
    this.#texture = bitmap && photoTexture(bitmap);
    this.#photo.material.map = this.#texture ?? null;
    this.#photo.material.needsUpdate = true;
    this.#billboards = new Billboards(model, this.#texture);
    this.#cameraFrame.rotation.x = (-model.pitchDeg * Math.PI) / 180;
    this.#cameraFrame.add(this.#billboards.group);
    this.#rebuildSurroundings();
    this.#viewpoint.setPhotoCamera(model.camera, model.pitchDeg, model.reach * 0.6, model.farthest);
    this.#trails.show([]);
    this.#paint();
    this.frame([], false);
  }

  /** Shows another time of the scene at hand, with its frame; the viewpoint stays. Without a bitmap the frame stays as well. */
  setMoment(model: SceneModel, trails: readonly Trail[], bitmap: ImageBitmap | undefined): void {
    const before = this.#billboards;
    if (before) {
      before.group.removeFromParent();
      this.#stale.push(before);
    }
    this.#model = model;
    if (bitmap && this.#texture) drawOnTexture(this.#texture, bitmap);
    this.#billboards = new Billboards(model, this.#texture);
    this.#cameraFrame.add(this.#billboards.group);
    this.#trails.show(trails);
    this.#rebuildSurroundings();
    this.#paint();
  }

  setColours(colours: ReadonlyMap<string, string>): void {
    this.#colours = colours;
    this.#paint();
  }

  setEmphasis(emphasis: Emphasis): void {
    this.#emphasis = emphasis;
    this.#paint();
  }

  setPhotoPlace(place: PhotoPlace): void {
    this.#place = place;
    this.#rebuildSurroundings();
    if (this.#viewpoint.showsWhole) this.frame([]);
    this.#invalidate();
  }

  /** Moves the viewpoint so that the given objects, or everything within reach, fill the pane. */
  frame(ids: readonly string[], animated = true): void {
    const model = this.#model;
    if (!model) return;
    const chosen = model.objects.filter(({ id, depth }) =>
      ids.length === 0 ? depth <= model.reach : ids.includes(id),
    );
    const whole = ids.length === 0 || chosen.length === 0;
    const boards = [
      ...chosen.map(({ billboard }) => billboard),
      ...(whole ? model.elsewhere.filter(({ depth }) => depth <= model.reach) : []),
    ];
    const points = boards.flatMap((board) => levelledCorners(board, model.pitchDeg));
    const corners = frustumCorners(model.camera, photoDepth(model, this.#place));
    const frustum: readonly Point3[] = corners.map((corner) => levelled(corner, model.pitchDeg));
    this.#viewpoint.frame(whole ? [[0, 0, 0], ...frustum, ...points] : points, whole, animated);
  }

  /** Goes to where the photo was taken: every object then covers its own pixels. */
  showPhotoView(): void {
    this.#viewpoint.showPhotoView();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const cleanup of this.#cleanups) cleanup();
    this.#viewpoint.dispose();
    this.#labels.dispose();
    this.#billboards?.dispose();
    this.#surroundings?.dispose();
    for (const part of this.#stale) part.dispose();
    this.#trails.dispose();
    this.#texture?.dispose();
    this.#photo.geometry.dispose();
    this.#photo.material.dispose();
    this.#renderer.dispose();
    // Browsers keep only a few contexts alive: this one is given back now, not when it is collected.
    this.#renderer.forceContextLoss();
    this.#renderer.domElement.remove();
  }

  #rebuildSurroundings(): void {
    if (!this.#model) return;
    const depth = photoDepth(this.#model, this.#place);
    const [topLeft, , bottomRight] = frustumCorners(this.#model.camera, depth);
    this.#photo.visible = this.#place !== 'off' && this.#texture !== undefined;
    this.#photo.position.set(0, 0, -depth);
    // The texture's first row is the photo's top: the plane is mirrored to match.
    this.#photo.scale.set(bottomRight[0] - topLeft[0], bottomRight[1] - topLeft[1], 1);
    if (this.#surroundings) {
      this.#surroundings.group.removeFromParent();
      this.#stale.push(this.#surroundings);
    }
    this.#surroundings = new Surroundings(this.#model, depth, this.#theme);
    this.#scene.add(this.#surroundings.group);
  }

  #paint(): void {
    this.#billboards?.paint(this.#colours, this.#emphasis, this.#theme.text);
    this.#trails.paint(this.#colours, this.#theme.muted);
    this.#invalidate();
  }

  #invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#draw(now);
    });
  }

  #draw(now: number): void {
    if (this.#viewpoint.update(now)) this.#invalidate();
    const atPhoto =
      this.#place === 'front' && this.#viewpoint.camera.position.length() < -this.#photo.position.z / 2;
    // From the photo's own viewpoint a plane in front would hide everything: there it is the background.
    this.#photo.material.depthTest = !atPhoto;
    this.#photo.material.depthWrite = !atPhoto;
    this.#photo.renderOrder = atPhoto ? -1 : 0;
    this.#photo.material.opacity = this.#emphasis.focus.size > 0 ? 0.4 : 1;
    this.#renderer.render(this.#scene, this.#viewpoint.camera);
    for (const part of this.#stale.splice(0)) part.dispose();
    this.#labels.show(this.#placeLabels());
  }

  #placeLabels(): readonly SceneLabel[] {
    const model = this.#model;
    if (!model) return [];
    const { focus, hovered, selected } = this.#emphasis;
    const labels: SceneLabel[] = [];
    for (const { id, label, depth, depthStd, billboard } of model.objects) {
      const { left, right, top } = billboard;
      const at = this.#project(levelled([(left + right) / 2, top, -depth], model.pitchDeg));
      if (!at) continue;
      const rank = id === hovered ? 3 : focus.has(id) || selected.has(id) ? 2 : 1 / (1 + at.distance);
      labels.push({
        text: label.length > 24 ? `${label.slice(0, 23)}…` : label,
        detail: `${id} ${depth.toFixed(1)}${rank >= 2 && depthStd > 0 ? ` ± ${depthStd.toFixed(1)}` : ''} m`,
        x: at.x,
        y: Math.max(at.y - 4, LABEL_TOP_PX),
        rank,
        colour: this.#colours.get(id) ?? this.#theme.muted,
        dimmed: focus.size > 0 && !focus.has(id) && id !== hovered,
      });
    }
    for (const { text, at } of this.#surroundings?.ticks ?? []) {
      const place = this.#project(at);
      if (!place) continue;
      labels.push({ text, detail: '', x: place.x, y: place.y, rank: 1.5, colour: undefined, dimmed: false });
    }
    return labels;
  }

  #project(point: Point3): { x: number; y: number; distance: number } | undefined {
    const { camera } = this.#viewpoint;
    const distance = camera.position.distanceTo(new Vector3(...point));
    const ndc = new Vector3(...point).project(camera);
    if (Math.abs(ndc.z) > 1 || Math.abs(ndc.x) > 1.05 || Math.abs(ndc.y) > 1.05) return undefined;
    const { clientWidth, clientHeight } = this.#host;
    return { x: ((ndc.x + 1) / 2) * clientWidth, y: ((1 - ndc.y) / 2) * clientHeight, distance };
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#host;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#renderer.setPixelRatio(Math.min(2, window.devicePixelRatio || 1));
    this.#renderer.setSize(clientWidth, clientHeight, false);
    this.#viewpoint.resize(clientWidth / clientHeight);
    if (this.#viewpoint.showsWhole) this.frame([], false);
    // The new size has wiped the canvas: drawing in this very frame avoids a flash.
    this.#draw(performance.now());
  }

  #idAt(event: MouseEvent): string | undefined {
    const { clientWidth, clientHeight } = this.#host;
    const ray = new Raycaster();
    ray.setFromCamera(
      new Vector2((event.offsetX / clientWidth) * 2 - 1, 1 - (event.offsetY / clientHeight) * 2),
      this.#viewpoint.camera,
    );
    ray.ray.applyMatrix4(this.#cameraFrame.matrixWorld.clone().invert());
    const objects = this.#model?.objects ?? [];
    const { origin, direction } = ray.ray;
    const index = pickBillboard(
      objects.map(({ billboard }) => billboard),
      [origin.x, origin.y, origin.z],
      [direction.x, direction.y, direction.z],
    );
    return index === undefined ? undefined : objects[index]?.id;
  }

  #attachPointer(canvas: HTMLCanvasElement): void {
    let down: { x: number; y: number } | undefined;
    const hover = (id: string | undefined): void => {
      canvas.style.cursor = id === undefined ? '' : 'pointer';
      if (id !== this.#emphasis.hovered) this.#events.hover(id);
    };
    this.#listen(canvas, 'pointerdown', (event) => {
      down = { x: event.offsetX, y: event.offsetY };
    });
    this.#listen(canvas, 'pointermove', (event) => {
      if (event.buttons === 0) hover(this.#idAt(event));
    });
    this.#listen(canvas, 'pointerleave', () => hover(undefined));
    this.#listen(canvas, 'click', (event) => {
      const moved = down ? Math.hypot(event.offsetX - down.x, event.offsetY - down.y) : 0;
      if (moved <= CLICK_SLACK_PX) this.#events.pick(this.#idAt(event), event.shiftKey || event.metaKey);
    });
    this.#listen(canvas, 'dblclick', (event) => {
      const id = this.#idAt(event);
      this.#events.frame(id === undefined ? [] : [id]);
    });
  }

  #listen<K extends keyof HTMLElementEventMap>(
    target: HTMLCanvasElement,
    type: K | 'webglcontextlost' | 'webglcontextrestored',
    listener: (event: HTMLElementEventMap[K]) => void,
  ): void {
    const handler = listener as EventListener; // the DOM's types know no WebGL events on HTMLElement
    target.addEventListener(type, handler);
    this.#cleanups.push(() => target.removeEventListener(type, handler));
  }
}

/** Puts another frame of the same clip on a texture. */
function drawOnTexture(texture: CanvasTexture, bitmap: ImageBitmap): void {
  const canvas: unknown = texture.image;
  if (!(canvas instanceof HTMLCanvasElement)) return;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  texture.needsUpdate = true;
}

/** A copy of the photo, small enough for every GPU; the bitmap itself may be closed at any time. */
function photoTexture(bitmap: ImageBitmap): CanvasTexture {
  const scale = Math.min(1, LARGEST_TEXTURE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.flipY = false;
  texture.anisotropy = 4;
  return texture;
}
