/** What somebody went to another provider for, and the page to come back to. */
export interface Way {
  readonly home: string;
  /** Linking with an account that is open; else signing in. */
  readonly isLink: boolean;
}

const KEPT_AS = 'identity';
/** A page of ours, whatever the tab kept. */
const OURS = /^\/[a-z]/;

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

/** Reads what a tab kept: whatever else stands there leads to signing in, and home. */
export function wayOf(kept: string | null): Way {
  const { home, isLink } = (JSON.parse(kept ?? '{}') ?? {}) as Partial<Readonly<Record<keyof Way, unknown>>>;
  return { home: typeof home === 'string' && OURS.test(home) ? home : '/home', isLink: isLink === true };
}
