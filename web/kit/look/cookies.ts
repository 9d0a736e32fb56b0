const A_YEAR_S = 31_536_000;

/** What the server has to know before the first paint is kept in cookies: language and theme, nothing personal. */
export type LookCookie = 'language' | 'theme';

/** @returns null where the person chose nothing, and on the server */
export function readCookie(name: LookCookie): string | null {
  if (typeof document === 'undefined') return null;
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
  return found === undefined ? null : decodeURIComponent(found.slice(name.length + 1));
}

export function writeCookie(name: LookCookie, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
}
