/** What somebody went to another provider for, and the page to come back to. */
export interface Way {
  readonly home: string;
  /** Linking with an account that is open; else signing in. */
  readonly isLink: boolean;
}

/** A page of ours, whatever the tab kept. */
const OURS = /^\/[a-z]/;

/** Reads what a tab kept: whatever else stands there leads to signing in, and home. */
export function wayOf(kept: string | null): Way {
  const { home, isLink } = (JSON.parse(kept ?? '{}') ?? {}) as Partial<Readonly<Record<keyof Way, unknown>>>;
  return { home: typeof home === 'string' && OURS.test(home) ? home : '/home', isLink: isLink === true };
}
