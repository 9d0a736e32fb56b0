import { useEffect, useState } from 'react';
import { takeLink } from './linkToken';

/** What the link that led here carries; null until the page is in a browser. */
export function useLink(): URLSearchParams | null {
  const [link, setLink] = useState<URLSearchParams | null>(null);
  useEffect(() => setLink((before) => before ?? takeLink()), []);
  return link;
}
