import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Headers that make the page cross-origin isolated where the server can set them; elsewhere the service worker adds them. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'headless.html'] },
  },
  server: { headers: isolation },
  preview: { headers: isolation },
});
