import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { readCookie, writeCookie } from '../look/cookies';
import { type Language, type Pair, sentence, type Values, type Words } from './words';

interface Spoken {
  readonly language: Language;
  readonly speak: (language: Language) => void;
}

const LanguageContext = createContext<Spoken>({ language: 'zh-CN', speak: () => undefined });

/** The language that the person chose in this browser, else the browser's own; Chinese unless it is English. */
export function chosenLanguage(): Language {
  const chosen = readCookie('language') ?? navigator.language;
  return chosen.startsWith('en') ? 'en' : 'zh-CN';
}

/** Everything below speaks one language; choosing another is kept where the server sees it (first view). */
export function Speaks({ language: first, children }: { language: Language; children: ReactNode }) {
  const [language, set] = useState(first);
  const speak = useCallback((chosen: Language) => {
    writeCookie('language', chosen);
    document.documentElement.lang = chosen;
    set(chosen);
  }, []);
  const spoken = useMemo(() => ({ language, speak }), [language, speak]);
  return <LanguageContext value={spoken}>{children}</LanguageContext>;
}

/** The language, and how to change it. */
export const useLanguage = (): Spoken => useContext(LanguageContext);

/** Says the words of a screen: `const say = useWords(WORDS); say('title')`. */
export function useWords<Key extends string>(table: Words<Key>): (key: Key, values?: Values) => string {
  const { language } = useLanguage();
  return useCallback((key, values) => sentence(table[key], language, values), [table, language]);
}

/** Says one pair of its own. */
export function useSay(): (pair: Pair, values?: Values) => string {
  const { language } = useLanguage();
  return useCallback((pair, values) => sentence(pair, language, values), [language]);
}
