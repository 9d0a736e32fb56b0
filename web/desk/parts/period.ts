const ZONE = 'Asia/Shanghai';

/** The business month of an instant, `2026-11`. */
export const monthOf = (nowMs: number): string =>
  new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', timeZone: ZONE }).format(nowMs);
