import { useSyncExternalStore } from 'react';
import { readCookie, writeCookie } from './cookies';

/** SYSTEM follows the system. */
export const THEMES = ['SYSTEM', 'LIGHT', 'DARK'] as const;
export type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();
const systemIsDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

/** What the person chose in this browser. */
export function chosenTheme(): Theme {
  const chosen = readCookie('theme');
  return THEMES.find((theme) => theme === chosen) ?? 'SYSTEM';
}

/** Chooses a theme; `data-theme` of the page is what the styles look at. */
export function chooseTheme(theme: Theme): void {
  writeCookie('theme', theme);
  document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

const isDarkNow = (): boolean => {
  const theme = chosenTheme();
  return theme === 'SYSTEM' ? systemIsDark().matches : theme === 'DARK';
};

/** Whether the page is dark now. */
export function useIsDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      const system = systemIsDark();
      system.addEventListener('change', listener);
      return () => {
        listeners.delete(listener);
        system.removeEventListener('change', listener);
      };
    },
    isDarkNow,
    () => false,
  );
}
