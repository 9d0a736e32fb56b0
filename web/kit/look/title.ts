import { useEffect } from 'react';
import { useWords } from '../words/language';
import { words } from '../words/words';

const WORDS = words({ title: ['{screen} · 企业融资', '{screen} · SME finance'] });

/** Names the tab by what is on the screen. */
export function useTitle(screen: string): void {
  const say = useWords(WORDS);
  useEffect(() => {
    document.title = say('title', { screen });
  }, [say, screen]);
}
