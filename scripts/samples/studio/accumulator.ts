import {
  BasicShadowMap,
  type Camera,
  DirectionalLight,
  FloatType,
  GLSL3,
  HalfFloatType,
  LinearSRGBColorSpace,
  Mesh,
  NearestFilter,
  OrthographicCamera,
  type PerspectiveCamera,
  PlaneGeometry,
  PMREMGenerator,
  RawShaderMaterial,
  Scene,
  ShaderChunk,
  SpotLight,
  type Texture,
  Vector3,
  WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { Random } from '../../../src/core/random.ts';
import { equirect, type Radiance } from './sky.ts';

/** The sun or a lamp: a sphere that throws soft shadows. */
export interface KeyLight {
  readonly position: readonly [number, number, number];
  readonly target: readonly [number, number, number];
  /** Radius of the light in metres: larger is softer. */
  readonly radius: number;
  readonly color: number;
  readonly intensity: number;
  /** Half angle of the cone in radians: it must hold everything that throws a shadow. */
  readonly angle: number;
}

/** What is photographed, and how. */
export interface Shot {
  readonly scene: Scene;
  readonly camera: PerspectiveCamera;
  readonly key: KeyLight;
  readonly radiance: Radiance;
  /** Centre and radius in metres of what throws shadows under the sky's light. */
  readonly bounds: { readonly center: readonly [number, number, number]; readonly radius: number };
  readonly exposure: number;
  /** Depth of field: radius of the lens and distance of the sharp plane, metres. */
  readonly lens?: { readonly radius: number; readonly focus: number };
}

const DOME_LIGHTS = 3;
/** Share of the unshadowed surroundings' light that stands in for light bounced between surfaces. */
const BOUNCE = 0.3;

/**
 * Changes two of three.js' shader chunks, before any material is compiled.
 *
 * Directional lights are samples of the sky here: their mirror image is already in the environment map, so they only
 * light diffusely. The map's diffuse part, which knows no shadow, is turned down to the share of bounced light.
 */
function patchShaders(): void {
  const start = ShaderChunk.lights_fragment_begin.indexOf('#if ( NUM_DIR_LIGHTS > 0 )');
  const before = ShaderChunk.lights_fragment_begin.slice(0, start);
  const directional = ShaderChunk.lights_fragment_begin.slice(start);
  const end = directional.indexOf('#pragma unroll_loop_end');
  const loop = directional
    .slice(0, end)
    .replace(
      /RE_Direct\([^;]*;/,
      'reflectedLight.directDiffuse += saturate( dot( geometryNormal, directLight.direction ) ) * directLight.color * BRDF_Lambert( material.diffuseContribution );',
    );
  ShaderChunk.lights_fragment_begin = before + loop + directional.slice(end);
  ShaderChunk.lights_fragment_maps = ShaderChunk.lights_fragment_maps.replace(
    'iblIrradiance += getIBLIrradiance( geometryNormal );',
    `iblIrradiance += getIBLIrradiance( geometryNormal ) * ${BOUNCE.toFixed(3)};`,
  );
}

const VERTEX = `in vec3 position; in vec2 uv; out vec2 at;
void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }`;

const ADD = `precision highp float; in vec2 at; out vec4 color; uniform sampler2D sum; uniform sampler2D frame;
void main() { color = texture(sum, at) + vec4(min(texture(frame, at).rgb, vec3(12.0)), 1.0); }`;

/** Average, exposure, a filmic curve (K. Narkowicz's fit of ACES, 2015) with a gentle shoulder, vignette, sRGB. */
const DEVELOP = `precision highp float; in vec2 at; out vec4 color; uniform sampler2D sum; uniform float exposure;
void main() {
  vec4 total = texture(sum, at);
  vec3 x = total.rgb / total.a * exposure;
  vec2 off = at - 0.5;
  x *= 1.0 - 0.35 * dot(off, off);
  x = clamp((x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
  color = vec4(mix(12.92 * x, 1.055 * pow(x, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, x)), 1.0);
}`;

function pass(
  fragmentShader: string,
  uniforms: Record<string, { value: unknown }>,
): { scene: Scene; camera: Camera } {
  const scene = new Scene();
  const material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader,
    uniforms,
    depthTest: false,
    depthWrite: false,
  });
  const quad = new Mesh(new PlaneGeometry(2, 2), material);
  quad.frustumCulled = false;
  scene.add(quad);
  return { scene, camera: new OrthographicCamera(-1, 1, 1, -1, 0, 1) };
}

/** Direction `index` of `count` spread evenly over the sphere above `low` (sine of the elevation), turned by `spin`. */
function domeDirection(index: number, count: number, spin: number, low: number, target: Vector3): Vector3 {
  const y = low + (1 - low) * ((index + 0.5) / count);
  const ring = Math.sqrt(Math.max(0, 1 - y * y));
  const turn = index * Math.PI * (3 - Math.sqrt(5)) + spin;
  return target.set(ring * Math.cos(turn), y, ring * Math.sin(turn));
}

function keyLight(key: KeyLight, resolution: number): SpotLight {
  const light = new SpotLight(key.color, key.intensity, 0, key.angle, 0.1, 0);
  light.position.set(...key.position);
  light.target.position.set(...key.target);
  light.castShadow = true;
  light.shadow.mapSize.set(resolution, resolution);
  const distance = light.position.distanceTo(light.target.position);
  light.shadow.camera.near = distance * 0.4;
  light.shadow.camera.far = distance * 2;
  light.shadow.bias = -0.0002;
  light.shadow.normalBias = 0.001 * distance * key.angle;
  return light;
}

function domeLight(radius: number, resolution: number): DirectionalLight {
  const light = new DirectionalLight(0xffffff, 1);
  light.castShadow = true;
  light.shadow.mapSize.set(resolution, resolution);
  Object.assign(light.shadow.camera, { left: -radius, right: radius, top: radius, bottom: -radius });
  light.shadow.camera.near = radius * 0.5;
  light.shadow.camera.far = radius * 6;
  light.shadow.bias = -0.0002;
  light.shadow.normalBias = (1.5 * radius) / resolution;
  return light;
}

const environments = new Map<Radiance, Texture>();

function environmentMap(renderer: WebGLRenderer, radiance: Radiance): Texture {
  const known = environments.get(radiance);
  if (known !== undefined) return known;
  const surroundings = equirect(radiance, new Vector3());
  const map = new PMREMGenerator(renderer).fromEquirectangular(surroundings).texture;
  surroundings.dispose();
  environments.set(radiance, map);
  return map;
}

/** The one renderer of the page: it keeps the compiled shaders between pictures. */
export function createStudio(): WebGLRenderer {
  patchShaders();
  const renderer = new WebGLRenderer({ preserveDrawingBuffer: true });
  renderer.outputColorSpace = LinearSRGBColorSpace;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = BasicShadowMap;
  return renderer;
}

/**
 * Renders a still by averaging many frames, each with another point of the lamp, other directions of the sky, another
 * place on the lens and another sub-pixel offset: soft shadows, ambient occlusion, depth of field and antialiasing at once.
 *
 * The renderer's canvas holds the finished sRGB picture afterwards. The same seed gives the same picture on the same renderer.
 */
export async function renderStill(
  renderer: WebGLRenderer,
  shot: Shot,
  settings: { width: number; height: number; frames: number; shadow: number },
  random: Random,
): Promise<void> {
  const { width, height, frames } = settings;
  renderer.setSize(width, height, false);

  const { scene, camera } = shot;
  const direction = new Vector3();
  scene.environment = environmentMap(renderer, shot.radiance);

  const key = keyLight(shot.key, settings.shadow);
  scene.add(key, key.target);
  const center = new Vector3(...shot.bounds.center);
  const domes = Array.from({ length: DOME_LIGHTS }, () => domeLight(shot.bounds.radius, settings.shadow / 2));
  for (const dome of domes) scene.add(dome, dome.target);

  const target = { type: FloatType, minFilter: NearestFilter, magFilter: NearestFilter, depthBuffer: false };
  const frameTarget = new WebGLRenderTarget(width, height, { type: HalfFloatType, samples: 0 });
  let sum = new WebGLRenderTarget(width, height, target);
  let next = new WebGLRenderTarget(width, height, target);
  const addUniforms = { sum: { value: sum.texture }, frame: { value: frameTarget.texture } };
  const add = pass(ADD, addUniforms);

  const home = camera.position.clone();
  const eye = { right: new Vector3(), up: new Vector3(), forward: new Vector3() };
  camera.updateMatrixWorld();
  camera.matrixWorld.extractBasis(eye.right, eye.up, eye.forward);
  const focus = home.clone().addScaledVector(eye.forward, -(shot.lens?.focus ?? 1));

  const low = -0.05;
  const samples = frames * DOME_LIGHTS;
  const spin = random.range(0, 2 * Math.PI);
  for (let frame = 0; frame < frames; frame += 1) {
    const { key: lamp } = shot;
    const reach = lamp.radius * Math.sqrt(random.next());
    domeDirection(random.int(0, 999), 1000, 0, -1, direction);
    key.position.set(...lamp.position).addScaledVector(direction, reach);
    domes.forEach((dome, at) => {
      const index = at * frames + ((frame * 37) % frames);
      domeDirection(index, samples, spin, low, direction);
      const light = shot.radiance(direction);
      dome.color.copy(light);
      dome.intensity = (2 * Math.PI * (1 - low)) / DOME_LIGHTS;
      dome.target.position.copy(center);
      dome.position.copy(center).addScaledVector(direction, shot.bounds.radius * 3);
    });
    if (shot.lens !== undefined) {
      const out = shot.lens.radius * Math.sqrt(random.next());
      const turn = random.range(0, 2 * Math.PI);
      camera.position
        .copy(home)
        .addScaledVector(eye.right, out * Math.cos(turn))
        .addScaledVector(eye.up, out * Math.sin(turn));
      camera.lookAt(focus);
    }
    camera.setViewOffset(width, height, random.range(-0.5, 0.5), random.range(-0.5, 0.5), width, height);
    renderer.setRenderTarget(frameTarget);
    renderer.render(scene, camera);
    addUniforms.sum.value = sum.texture;
    renderer.setRenderTarget(next);
    renderer.render(add.scene, add.camera);
    [sum, next] = [next, sum];
    if (frame % 4 === 3) await new Promise((resolve) => setTimeout(resolve));
  }
  const develop = pass(DEVELOP, { sum: { value: sum.texture }, exposure: { value: shot.exposure } });
  renderer.setRenderTarget(null);
  renderer.render(develop.scene, develop.camera);
  for (const owned of [frameTarget, sum, next]) owned.dispose();
}
