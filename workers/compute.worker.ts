import { WasmCompute } from '../src/training/model/wasm/compute.ts';
import { serveCompute } from './serveCompute.ts';

serveCompute((config) => new WasmCompute(config), globalThis);
