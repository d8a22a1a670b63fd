import {
  Color,
  DataTexture,
  EquirectangularReflectionMapping,
  FloatType,
  LinearSRGBColorSpace,
  RGBAFormat,
  type Vector3,
} from 'three';

/** Incoming light (linear, arbitrary units) from a direction; the direction points from the scene outwards, unit length. */
export type Radiance = (direction: Vector3) => Color;

/** An outdoor sky: bluish dome, pale horizon, warm ground. `turbidity` 0 is a deep blue, 1 is a white haze. */
export function outdoorSky(options: {
  zenith: number;
  horizon: number;
  ground: number;
  strength: number;
}): Radiance {
  const zenith = new Color(options.zenith);
  const horizon = new Color(options.horizon);
  const ground = new Color(options.ground);
  return (direction) => {
    const up = direction.y;
    const sky = horizon.clone().lerp(zenith, Math.max(0, up) ** 0.55);
    const mix = Math.min(1, Math.max(0, -up * 12));
    return sky.lerp(ground, mix).multiplyScalar(options.strength);
  };
}

/** A room seen from inside: warm walls, a bright ceiling, and tall windows on one side. */
export function room(options: {
  /** Azimuth of the window's middle in radians, 0 is +z, π/2 is +x. */
  windowAzimuth: number;
  windowWidth: number;
  windowStrength: number;
  wall: number;
  ceiling: number;
  floor: number;
  strength: number;
}): Radiance {
  const wall = new Color(options.wall);
  const ceiling = new Color(options.ceiling);
  const floor = new Color(options.floor);
  const daylight = new Color(0xf4f8ff).multiplyScalar(options.windowStrength);
  return (direction) => {
    const elevation = Math.asin(Math.max(-1, Math.min(1, direction.y)));
    let turn = Math.atan2(direction.x, direction.z) - options.windowAzimuth;
    turn = Math.atan2(Math.sin(turn), Math.cos(turn));
    const across = Math.abs(turn) / (options.windowWidth / 2);
    if (across < 1 && elevation > 0.02 && elevation < 0.95) {
      const bar = Math.abs(across - 0.03) < 0.035 || Math.abs(elevation - 0.45) < 0.02;
      if (!bar) return daylight.clone();
    }
    const base = elevation > 0.75 ? ceiling : elevation < -0.15 ? floor : wall;
    return base.clone().multiplyScalar(options.strength * (1 + 0.25 * Math.cos(turn)));
  };
}

/** The radiance as an equirectangular picture, for reflections and for the background. */
export function equirect(radiance: Radiance, direction: Vector3, height = 128): DataTexture {
  const width = height * 2;
  const data = new Float32Array(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    const latitude = ((row + 0.5) / height - 0.5) * Math.PI;
    for (let column = 0; column < width; column += 1) {
      const longitude = ((column + 0.5) / width - 0.5) * 2 * Math.PI;
      direction.set(
        Math.cos(latitude) * Math.cos(longitude),
        Math.sin(latitude),
        Math.cos(latitude) * Math.sin(longitude),
      );
      const light = radiance(direction);
      data.set([light.r, light.g, light.b, 1], (row * width + column) * 4);
    }
  }
  const texture = new DataTexture(data, width, height, RGBAFormat, FloatType);
  texture.mapping = EquirectangularReflectionMapping;
  texture.colorSpace = LinearSRGBColorSpace;
  texture.magFilter = 1006;
  texture.minFilter = 1006;
  texture.needsUpdate = true;
  return texture;
}
