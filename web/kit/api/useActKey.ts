import { useCallback, useState } from 'react';
import { actKey } from './api';

/**
 * The key of one intention on a screen. It stays while nobody answered, so that what is sent again is done once; what
 * was refused is sent anew by itself (see `attempts`).
 * @returns the key, and what makes another one: once it was done, the next is another intention
 */
export function useActKey(): { readonly key: string; readonly renew: () => void } {
  const [key, setKey] = useState(actKey);
  const renew = useCallback(() => setKey(actKey()), []);
  return { key, renew };
}
