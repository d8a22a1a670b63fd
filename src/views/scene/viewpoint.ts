import { PerspectiveCamera, Vector3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { Pinhole, Point3 } from '../../twin/geometry/camera.ts';
import { prefersReducedMotion } from '../graph/canvasTheme.ts';
import { fitDistance, levelled, photoFovDeg } from './sceneGeometry.ts';

const FREE_FOV_DEG = 38;
const MOVE_MS = 180;
const MARGIN = 1.1;
/** From where the whole scene is first seen: above and to the left of the photographer, looking the same way. */
const FIRST_DIRECTION = new Vector3(-0.36, 0.28, 0.89).normalize();

interface Pose {
  readonly position: Vector3;
  readonly target: Vector3;
  readonly fov: number;
}

/** Where the scene is looked at from: orbiting by hand, framing, and the photo's own viewpoint. */
export class Viewpoint {
  readonly camera = new PerspectiveCamera(FREE_FOV_DEG, 1, 0.02, 1000);
  readonly #controls: OrbitControls;
  readonly #onChange: () => void;
  #photo: { camera: Pinhole; pitchDeg: number; reach: number; farthest: number } | undefined;
  #mode: 'whole' | 'photo' | 'free' = 'whole';
  #move: { from: Pose; to: Pose; start: number | undefined } | undefined;

  constructor(canvas: HTMLCanvasElement, onChange: () => void) {
    this.#onChange = onChange;
    this.#controls = new OrbitControls(this.camera, canvas);
    this.#controls.enableDamping = !prefersReducedMotion();
    this.#controls.dampingFactor = 0.18;
    this.#controls.minDistance = 0.05;
    this.#controls.addEventListener('change', onChange);
    this.#controls.addEventListener('start', () => {
      this.#mode = 'free';
      this.#move = undefined;
    });
  }

  /** True while the whole scene is framed and nobody has moved the viewpoint since. */
  get showsWhole(): boolean {
    return this.#mode === 'whole';
  }

  /** @param reach depth in metres around which the photo's viewpoint turns */
  setPhotoCamera(camera: Pinhole, pitchDeg: number, reach: number, farthest: number): void {
    this.#photo = { camera, pitchDeg, reach, farthest };
  }

  resize(aspect: number): void {
    this.camera.aspect = aspect;
    if (this.#mode === 'photo' && this.#photo) this.camera.fov = photoFovDeg(this.#photo.camera, aspect);
    this.camera.updateProjectionMatrix();
  }

  /** Looks at all points; from the first direction for the whole scene, else from where the viewer is now. */
  frame(points: readonly Point3[], whole: boolean, animated: boolean): void {
    const target = middle(points);
    const away = whole
      ? FIRST_DIRECTION.clone()
      : this.camera.position.clone().sub(this.#controls.target).normalize();
    if (away.lengthSq() === 0) away.copy(FIRST_DIRECTION);
    const forward = away.clone().negate();
    const right = new Vector3().crossVectors(forward, new Vector3(0, 1, 0)).normalize();
    const up = new Vector3().crossVectors(right, forward);
    const tanY = Math.tan((FREE_FOV_DEG * Math.PI) / 360);
    const axes = { right: right.toArray(), up: up.toArray(), forward: forward.toArray() };
    const distance = MARGIN * fitDistance(points, target.toArray(), axes, tanY, this.camera.aspect);
    const position = target.clone().addScaledVector(away, Math.max(0.3, distance));
    this.#mode = whole ? 'whole' : 'free';
    this.#goTo({ position, target, fov: FREE_FOV_DEG }, animated);
  }

  showPhotoView(): void {
    if (!this.#photo) return;
    const { camera, pitchDeg, reach } = this.#photo;
    this.#mode = 'photo';
    const target = new Vector3(...levelled([0, 0, -reach], pitchDeg));
    // OrbitControls cannot turn around a target at its own place: the viewer stands a hair behind the lens.
    const position = target.clone().multiplyScalar(-1e-4);
    this.#goTo({ position, target, fov: photoFovDeg(camera, this.camera.aspect) }, true);
  }

  /** Advances motion. @returns true while there is more to come */
  update(now: number): boolean {
    if (!this.#move) return this.#controls.enableDamping && this.#controls.update();
    const move = this.#move;
    move.start ??= now;
    const t = Math.min(1, Math.max(0, (now - move.start) / MOVE_MS));
    const eased = 1 - (1 - t) ** 3;
    this.camera.position.lerpVectors(move.from.position, move.to.position, eased);
    this.#controls.target.lerpVectors(move.from.target, move.to.target, eased);
    this.camera.fov = move.from.fov + (move.to.fov - move.from.fov) * eased;
    if (t === 1) this.#move = undefined;
    this.#apply();
    return t < 1;
  }

  dispose(): void {
    this.#controls.dispose();
  }

  #goTo(to: Pose, animated: boolean): void {
    if (!animated || prefersReducedMotion()) {
      this.#move = undefined;
      this.camera.position.copy(to.position);
      this.#controls.target.copy(to.target);
      this.camera.fov = to.fov;
      this.#apply();
    } else {
      const from = {
        position: this.camera.position.clone(),
        target: this.#controls.target.clone(),
        fov: this.camera.fov,
      };
      this.#move = { from, to, start: undefined };
    }
    this.#onChange();
  }

  #apply(): void {
    const span = this.camera.position.distanceTo(this.#controls.target) + (this.#photo?.farthest ?? 0);
    this.camera.far = Math.max(100, 4 * span);
    this.camera.updateProjectionMatrix();
    this.#controls.update();
  }
}

/** Centre of the bounding box. */
function middle(points: readonly Point3[]): Vector3 {
  const low = new Vector3(Infinity, Infinity, Infinity);
  const high = new Vector3(-Infinity, -Infinity, -Infinity);
  for (const point of points) {
    low.min(new Vector3(...point));
    high.max(new Vector3(...point));
  }
  return low.add(high).multiplyScalar(0.5);
}
