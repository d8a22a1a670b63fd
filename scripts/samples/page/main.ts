import { Box3, Color, type Group, PerspectiveCamera, PlaneGeometry, Scene, Vector3 } from 'three';
import { createRandom } from '../../../src/core/random.ts';
import { SCENES } from '../scenes/index.ts';
import type { SampleScene } from '../scenes/types.ts';
import { createStudio, renderStill, type Shot } from '../studio/accumulator.ts';
import { part } from '../studio/shapes.ts';
import { room } from '../studio/sky.ts';
import { matte, wood } from '../studio/surfaces.ts';
import { CATALOGUE } from './catalogue.ts';

/** One finished picture: the file's data URL and the detector's 512 × 512 input as base64 RGB. */
export interface Picture {
  readonly dataUrl: string;
  readonly square: string;
}

export interface RenderRequest {
  readonly kind: 'scene' | 'model';
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly shadow: number;
  readonly type: 'image/webp' | 'image/png';
  readonly quality: number;
}

declare global {
  interface Window {
    renderSample(request: RenderRequest): Promise<Picture>;
    sampleModels: readonly string[];
  }
}

const STUDIO_ROOM = room({
  windowAzimuth: -1.1,
  windowWidth: 1.2,
  windowStrength: 5,
  wall: 0xe9dfcf,
  ceiling: 0xffffff,
  floor: 0x8a6a48,
  strength: 0.75,
});

/** One model on a wooden table by a window, seen from above its front. */
function portrait(model: Group, width: number, height: number): Shot {
  const scene = new Scene();
  const bounds = new Box3().setFromObject(model);
  const size = bounds.getSize(new Vector3()).length();
  const middle = bounds.getCenter(new Vector3());
  const top = matte(0xffffff, 0.5);
  top.map = wood(1, { light: '#c79a63', dark: '#7a5230' }, { planks: 4 });
  scene.background = new Color(0xcfc6b8);
  scene.add(model, part(new PlaneGeometry(size * 6, size * 6), top, [0, 0, 0], [-Math.PI / 2, 0, 0]));
  scene.add(part(new PlaneGeometry(size * 12, size * 6), matte(0xded6c8), [0, 0, -size * 2]));
  const camera = new PerspectiveCamera(30, width / height, size * 0.05, size * 40);
  camera.position.set(size * 0.7, middle.y + size * 1.0, size * 2.1);
  camera.lookAt(middle);
  return {
    scene,
    camera,
    radiance: STUDIO_ROOM,
    exposure: 0.9,
    bounds: { center: [0, 0, 0], radius: size * 2 },
    key: {
      position: [-4 * size, 4.5 * size, 3 * size],
      target: [0, 0, 0],
      radius: size * 0.5,
      color: 0xfff0d8,
      intensity: 3.2,
      angle: 0.35,
    },
  };
}

function squareRgb(canvas: HTMLCanvasElement): string {
  const small = new OffscreenCanvas(512, 512);
  const pen = small.getContext('2d');
  if (pen === null) throw new Error('this browser gives no 2D canvas');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(canvas, 0, 0, 512, 512);
  const { data } = pen.getImageData(0, 0, 512, 512);
  let text = '';
  for (let at = 0; at < data.length; at += 4) {
    text += String.fromCharCode(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  }
  return btoa(text);
}

function shotOf(request: RenderRequest): Shot {
  if (request.kind === 'scene') {
    const scenes: Readonly<Record<string, SampleScene>> = SCENES;
    const make = scenes[request.id];
    if (make === undefined) throw new Error(`no scene "${request.id}"`);
    return make(request.width / request.height);
  }
  const make = CATALOGUE[request.id];
  if (make === undefined) throw new Error(`no model "${request.id}"`);
  return portrait(make(), request.width, request.height);
}

const studio = createStudio();
window.sampleModels = Object.keys(CATALOGUE);
window.renderSample = async (request) => {
  await renderStill(studio, shotOf(request), request, createRandom(1));
  const canvas = studio.domElement;
  return { dataUrl: canvas.toDataURL(request.type, request.quality), square: squareRgb(canvas) };
};
