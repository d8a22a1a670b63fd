import { Tooltip } from '@base-ui/react/tooltip';
import type { PreferenceStorage } from '../store/preferences.ts';
import { type AppServices, ServicesProvider } from '../views/context.tsx';
import { AppErrorPage } from '../views/ui/AppErrorPage.tsx';
import { ErrorBoundary } from '../views/ui/ErrorBoundary.tsx';
import { Workbench } from '../views/ui/Workbench.tsx';

export function App(props: { readonly services: AppServices; readonly preferences: PreferenceStorage }) {
  return (
    <ErrorBoundary fallback={(error, retry) => <AppErrorPage error={error} retry={retry} />}>
      <ServicesProvider services={props.services}>
        <Tooltip.Provider delay={500}>
          <Workbench preferences={props.preferences} />
        </Tooltip.Provider>
      </ServicesProvider>
    </ErrorBoundary>
  );
}
