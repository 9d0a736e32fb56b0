import { useEffect } from 'react';
import { type Answers, api, client, queries } from '../api/api';
import { letLettersBeKeys } from '../keys/useKeys';
import { useLanguage } from '../words/language';
import { chooseTheme } from './theme';

export type Preferences = Answers['Preferences'];

/** What everybody begins with, until the platform has said what was chosen. */
const FIRST: Preferences = {
  language: null,
  theme: 'SYSTEM',
  density: 'COMFORTABLE',
  letterKeys: true,
  paneWidths: {},
};

const PATH = '/me/preferences';

/** How the person likes to look at the platform, the same on every computer; and how to choose otherwise. */
export function usePreferences() {
  const { data } = api.useQuery('get', PATH, {}, { staleTime: Number.POSITIVE_INFINITY });
  return { preferences: data ?? FIRST, choose };
}

/** Chooses: seen at once, kept by the platform. What could not be kept holds in this tab all the same. */
function choose(change: Partial<Preferences>): void {
  const { queryKey } = api.queryOptions('get', PATH, {});
  const chosen = { ...FIRST, ...queries.getQueryData<Preferences>(queryKey), ...change };
  queries.setQueryData(queryKey, chosen);
  void client.PUT(PATH, { body: chosen }).catch(() => undefined);
}

/** Makes the page look as it was chosen. Language and theme of the browser hold until something else was. */
export function useChosenLook(): void {
  const { preferences } = usePreferences();
  const { speak } = useLanguage();
  const { language, theme, density, letterKeys } = preferences;
  useEffect(() => {
    if (language !== null) speak(language);
  }, [language, speak]);
  useEffect(() => {
    if (theme !== 'SYSTEM') chooseTheme(theme);
  }, [theme]);
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  useEffect(() => letLettersBeKeys(letterKeys), [letterKeys]);
}
