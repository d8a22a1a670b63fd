import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '../views/ui/tokens.css';
import '../views/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { compose } from './compose.ts';
import { registerServiceWorker } from './serviceWorker.ts';
import { installTrustedTypes } from './trustedTypes.ts';

installTrustedTypes();

const { services, preferences, startWith } = compose(location.search);

const showTheme = (): void => {
  document.documentElement.dataset.theme = services.store.getState().ui.theme;
};
showTheme();
services.store.subscribe((state) => state.ui.theme, showTheme);

if (startWith) void services.commands.openSample(startWith);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App services={services} preferences={preferences} />
    </StrictMode>,
  );
}

void registerServiceWorker(() => {
  const { scene, perception } = services.store.getState();
  const nothingOpen = !scene.image && !scene.twin && !perception.job;
  // A file dialog or a half-typed question shows in no state of ours.
  return nothingOpen && !navigator.userActivation?.hasBeenActive;
});
