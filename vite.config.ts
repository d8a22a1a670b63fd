import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { contentSecurityPolicy, serviceWorker } from './scripts/vite/serviceWorkerPlugin.ts';

/** Headers that make the page cross-origin isolated where the server can set them; elsewhere the service worker adds them. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy(), serviceWorker()],
  // The runtime's entry points without its own copy of the glue module: that is hosted next to its binary (`ort/`).
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'headless.html'] },
  },
  server: { headers: isolation },
  preview: { headers: isolation },
});
