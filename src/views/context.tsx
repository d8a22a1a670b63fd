import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { Commands } from '../store/commands.ts';
import type { MediaRegistry } from '../store/mediaRegistry.ts';
import type { AppState, AppStore } from '../store/store.ts';

/** What the composition root hands to the views. */
export interface AppServices {
  readonly store: AppStore;
  readonly commands: Commands;
  readonly media: MediaRegistry;
}

const ServicesContext = createContext<AppServices | undefined>(undefined);

export function ServicesProvider(props: { readonly services: AppServices; readonly children: ReactNode }) {
  return <ServicesContext value={props.services}>{props.children}</ServicesContext>;
}

export function useServices(): AppServices {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('useServices needs a ServicesProvider above it');
  return services;
}

/** Re-renders when the selected part changes (by identity). Fast values are subscribed to on the store instead. */
export const useApp = <T,>(selector: (state: AppState) => T): T => useStore(useServices().store, selector);

export const useCommands = (): Commands => useServices().commands;
