import {
  CanvasTexture,
  type ColorRepresentation,
  MeshPhysicalMaterial,
  MeshStandardMaterial,
  RepeatWrapping,
  SRGBColorSpace,
} from 'three';
import { createRandom } from '../../../src/core/random.ts';

/** Draws on a canvas once and gives it as a texture; `data` marks a bump or roughness map, which is not a colour. */
export function drawn(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
  options: { repeat?: readonly [number, number]; data?: boolean } = {},
): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser gives no 2D canvas');
  draw(context);
  const texture = new CanvasTexture(canvas);
  if (options.data !== true) texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 8;
  if (options.repeat !== undefined) {
    texture.wrapS = RepeatWrapping;
    texture.wrapT = RepeatWrapping;
    texture.repeat.set(...options.repeat);
  }
  return texture;
}

/** Cloudy grey noise: several octaves of blurred random squares, tileable enough for bumps. */
export function noise(
  seed: number,
  options: {
    size?: number;
    octaves?: number;
    low?: number;
    high?: number;
    repeat?: readonly [number, number];
  } = {},
): CanvasTexture {
  const { size = 256, octaves = 5, low = 0.3, high = 0.7 } = options;
  const random = createRandom(seed);
  return drawn(
    size,
    size,
    (context) => {
      context.fillStyle = `rgb(${[0, 0, 0].map(() => Math.round(((low + high) / 2) * 255)).join()})`;
      context.fillRect(0, 0, size, size);
      for (let octave = 0; octave < octaves; octave += 1) {
        const cells = 4 << octave;
        const tile = document.createElement('canvas');
        tile.width = cells;
        tile.height = cells;
        const pen = tile.getContext('2d');
        if (pen === null) return;
        for (let at = 0; at < cells * cells; at += 1) {
          const level = Math.round((low + (high - low) * random.next()) * 255);
          pen.fillStyle = `rgb(${level},${level},${level})`;
          pen.fillRect(at % cells, Math.floor(at / cells), 1, 1);
        }
        context.globalAlpha = 0.5;
        context.imageSmoothingQuality = 'high';
        context.drawImage(tile, 0, 0, size, size);
      }
    },
    { data: true, repeat: options.repeat ?? [1, 1] },
  );
}

/** Wood grain along the texture's u axis, with planks when asked. */
export function wood(
  seed: number,
  colors: { light: string; dark: string },
  options: { planks?: number; repeat?: readonly [number, number] } = {},
): CanvasTexture {
  const random = createRandom(seed);
  const planks = options.planks ?? 1;
  return drawn(
    1024,
    1024,
    (context) => {
      const tall = 1024 / planks;
      for (let plank = 0; plank < planks; plank += 1) {
        context.globalAlpha = 1;
        context.fillStyle = colors.light;
        context.fillRect(0, plank * tall, 1024, tall);
        context.fillStyle = colors.dark;
        context.globalAlpha = random.range(0, 0.35);
        context.fillRect(0, plank * tall, 1024, tall);
        for (let line = 0; line < 700 / planks; line += 1) {
          context.globalAlpha = random.range(0.02, 0.14);
          const y = plank * tall + random.range(0, tall);
          const wave = random.range(0, 6);
          const slope = random.range(-10, 10);
          context.strokeStyle = colors.dark;
          context.lineWidth = random.range(0.4, 2.4);
          context.beginPath();
          for (let x = 0; x <= 1024; x += 64) {
            context.lineTo(x, y + slope * (x / 1024) + wave * Math.sin(x / 170 + line));
          }
          context.stroke();
        }
        context.globalAlpha = 0.5;
        context.fillStyle = '#1a0f06';
        if (planks > 1) context.fillRect(0, (plank + 1) * tall - 2, 1024, 2);
      }
    },
    { repeat: options.repeat ?? [1, 1] },
  );
}

export const matte = (color: ColorRepresentation, roughness = 0.75): MeshStandardMaterial =>
  new MeshStandardMaterial({ color, roughness });

export const metal = (color: ColorRepresentation = 0xc8ccd0, roughness = 0.28): MeshStandardMaterial =>
  new MeshStandardMaterial({ color, roughness, metalness: 1 });

/** Glazed ceramic, lacquer or fruit skin: a rough base under a clear coat. */
export const glazed = (color: ColorRepresentation, roughness = 0.45, coat = 0.8): MeshPhysicalMaterial =>
  new MeshPhysicalMaterial({ color, roughness, clearcoat: coat, clearcoatRoughness: 0.08 });

export const glass = (color: ColorRepresentation = 0xffffff, opacity = 0.18): MeshPhysicalMaterial =>
  new MeshPhysicalMaterial({
    color,
    roughness: 0.04,
    transparent: true,
    opacity,
    depthWrite: false,
    side: 2,
    envMapIntensity: 1.6,
  });

export const glowing = (color: ColorRepresentation, strength = 2): MeshStandardMaterial =>
  new MeshStandardMaterial({ color: 0x050505, emissive: color, emissiveIntensity: strength, roughness: 0.4 });
