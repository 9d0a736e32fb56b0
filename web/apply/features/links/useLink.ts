import { useEffect, useState } from 'react';

/**
 * What the link in a mail carries behind `#`, so that no log of a server ever has it; null until the page is in a
 * browser. It is taken out of the address at once: a screenshot or a shared tab gives nothing away.
 */
export function useLink(): URLSearchParams | null {
  const [link, setLink] = useState<URLSearchParams | null>(null);
  useEffect(() => {
    const take = (): void => {
      const found = new URLSearchParams(location.hash.slice(1));
      if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
      setLink((before) => (found.size === 0 && before !== null ? before : found));
    };
    take();
    // A link that is followed where its page is open already.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return link;
}
