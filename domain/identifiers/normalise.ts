/**
 * What people type, in the form that the rules are written for: compatible forms unified (full-width digits
 * become plain), blanks and hyphens of every kind taken out, letters in upper case.
 */
export function normaliseIdentifier(input: string): string {
  return input
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff\-‐‑‒–—−]/gu, '')
    .toUpperCase();
}

/** Leaves the first and the last characters and hides the rest, one mark a character. */
export function maskMiddle(text: string, shownFirst: number, shownLast: number): string {
  const hidden = text.length - shownFirst - shownLast;
  if (hidden <= 0) return '*'.repeat(text.length);
  return text.slice(0, shownFirst) + '*'.repeat(hidden) + text.slice(text.length - shownLast);
}
