import {
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  type Texture,
} from 'three';
import type { Emphasis } from '../graph/emphasis.ts';
import { paintLines } from './lines.ts';
import type { Billboard } from './sceneGeometry.ts';
import type { SceneModel } from './sceneModel.ts';

const DIM = 0.15;

/**
 * All objects in four draw calls, whatever their number: crops of the photo (one texture) as lit and as dimmed faces,
 * their outlines, and the lines of depth uncertainty.
 */
export class Billboards {
  readonly group = new Group();
  readonly #model: SceneModel;
  readonly #corners: BufferAttribute;
  readonly #uv: BufferAttribute;
  readonly #lit: Mesh<BufferGeometry, MeshBasicMaterial>;
  readonly #dim: Mesh<BufferGeometry, MeshBasicMaterial>;
  readonly #outlines: LineSegments<BufferGeometry, LineBasicMaterial>;
  readonly #rays: LineSegments<BufferGeometry, LineBasicMaterial>;
  readonly #pointed: Mesh<BufferGeometry, MeshBasicMaterial>;

  constructor(model: SceneModel, texture: Texture | undefined) {
    this.#model = model;
    this.#corners = new BufferAttribute(
      new Float32Array(model.objects.flatMap(({ billboard }) => rim(billboard))),
      3,
    );
    this.#uv = new BufferAttribute(
      new Float32Array(
        model.objects.flatMap(({ crop: [u0, v0, u1, v1] }) => [u0, v0, u1, v0, u1, v1, u0, v1]),
      ),
      2,
    );
    this.#lit = this.#faces(texture, 1);
    this.#dim = this.#faces(texture, DIM);
    this.#outlines = coloured(model.objects.flatMap(({ billboard }) => outline(billboard)));
    this.#rays = coloured(model.objects.flatMap(({ uncertainty: [near, far] }) => [...near, ...far]));
    this.#pointed = new Mesh(
      new BufferGeometry(),
      new MeshBasicMaterial({ side: DoubleSide, toneMapped: false }),
    );
    this.#pointed.frustumCulled = false;
    this.#pointed.renderOrder = 2;
    this.group.add(this.#lit, this.#dim, this.#outlines, this.#rays, this.#pointed);
  }

  #faces(texture: Texture | undefined, opacity: number): Mesh<BufferGeometry, MeshBasicMaterial> {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', this.#corners);
    geometry.setAttribute('uv', this.#uv);
    const material = new MeshBasicMaterial({
      side: DoubleSide,
      toneMapped: false,
      transparent: opacity < 1,
      opacity,
      depthWrite: opacity === 1,
      // Outlines lie in the same plane and must win.
      polygonOffset: true,
      polygonOffsetFactor: 1,
      polygonOffsetUnits: 1,
      ...(texture ? { map: texture } : { color: '#8a8f98' }),
    });
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    return mesh;
  }

  /** Repaints what is pointed at and what is dimmed. @param colours by object id, "#rrggbb" */
  paint(colours: ReadonlyMap<string, string>, emphasis: Emphasis, ink: string): void {
    const { focus, hovered, selected } = emphasis;
    const dimmed = (id: string): boolean => focus.size > 0 && !focus.has(id) && id !== hovered;
    const lit: number[] = [];
    const dim: number[] = [];
    this.#model.objects.forEach(({ id }, index) => {
      const at = 4 * index;
      (dimmed(id) ? dim : lit).push(at, at + 1, at + 2, at, at + 2, at + 3);
    });
    this.#lit.geometry.setIndex(lit);
    this.#dim.geometry.setIndex(dim);
    const strokes = this.#model.objects.map(({ id }) => ({
      colour: colours.get(id) ?? ink,
      alpha: dimmed(id) ? DIM : 1,
    }));
    paintLines(this.#outlines, strokes, 8);
    const spread = this.#model.objects.map(({ id }, index) => ({
      colour: colours.get(id) ?? ink,
      alpha: (strokes[index]?.alpha ?? 1) * (id === hovered || selected.has(id) ? 1 : 0.5),
    }));
    paintLines(this.#rays, spread, 2);
    const pointed = this.#model.objects.filter(({ id }) => id === hovered || selected.has(id));
    this.#pointed.geometry.dispose();
    this.#pointed.geometry = passepartout(pointed.map(({ billboard }) => billboard));
    this.#pointed.material.color.set(ink);
    this.#pointed.visible = pointed.length > 0;
  }

  dispose(): void {
    for (const part of [this.#lit, this.#dim, this.#outlines, this.#rays, this.#pointed]) {
      part.geometry.dispose();
      part.material.dispose();
    }
    this.group.removeFromParent();
  }
}

function coloured(positions: readonly number[]): LineSegments<BufferGeometry, LineBasicMaterial> {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
  geometry.setAttribute('color', new BufferAttribute(new Float32Array((positions.length / 3) * 4), 4));
  const material = new LineBasicMaterial({ vertexColors: true, transparent: true, toneMapped: false });
  const lines = new LineSegments(geometry, material);
  lines.frustumCulled = false;
  lines.renderOrder = 1;
  return lines;
}

/** Corner coordinates: top left, top right, bottom right, bottom left. */
const rim = ({ left, right, top, bottom, depth }: Billboard): readonly number[] => [
  ...[left, top, -depth],
  ...[right, top, -depth],
  ...[right, bottom, -depth],
  ...[left, bottom, -depth],
];

/** The four sides as pairs of points. */
const outline = ({ left: l, right: r, top: t, bottom: b, depth }: Billboard): readonly number[] => {
  const z = -depth;
  return [l, t, z, r, t, z, r, t, z, r, b, z, r, b, z, l, b, z, l, b, z, l, t, z];
};

const FRAME_INNER = 0.006;
const FRAME_OUTER = 0.016;

/** A flat frame around each billboard, made of faces: WebGL lines are never wider than a pixel. */
function passepartout(boards: readonly Billboard[]): BufferGeometry {
  const grown = (board: Billboard, share: number): readonly number[] => {
    const by = (share * (board.right - board.left + board.top - board.bottom)) / 2;
    const { left, right, top, bottom, depth } = board;
    return rim({ left: left - by, right: right + by, top: top + by, bottom: bottom - by, depth });
  };
  const positions = boards.flatMap((board) => [...grown(board, FRAME_INNER), ...grown(board, FRAME_OUTER)]);
  const index = boards.flatMap((_, board) =>
    [0, 1, 2, 3].flatMap((side) => {
      const [inner, next] = [8 * board + side, 8 * board + ((side + 1) % 4)];
      return [inner, next, next + 4, inner, next + 4, inner + 4];
    }),
  );
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
  geometry.setIndex(index);
  return geometry;
}
