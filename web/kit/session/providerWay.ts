import { type Way, wayOf } from './way';

const KEPT_AS = 'identity';

/** Goes to a provider; this tab remembers what for. */
export function goToProvider(url: string, way: Way): void {
  sessionStorage.setItem(KEPT_AS, JSON.stringify(way));
  location.assign(url);
}

/** What this tab went to a provider for; forgotten with the answer. */
export function takeWay(): Way {
  const kept = sessionStorage.getItem(KEPT_AS);
  sessionStorage.removeItem(KEPT_AS);
  return wayOf(kept);
}
