/** `{days}` is a value; `{days day|days}` is one with what it counts. */
const PLACE = /\{(\w+)(?: ([^{}|]+)\|([^{}|]+))?\}/g;

/**
 * A text with its values filled in: `{days day|days} late` → `1 day late`, `3 days late`.
 * @param told a value by its name; undefined leaves its place open
 */
export function filled(text: string, told: (name: string) => string | undefined): string {
  return text.replace(PLACE, (whole, name: string, one?: string, many?: string) => {
    const value = told(name);
    if (value === undefined || one === undefined || many === undefined) return value ?? whole;
    return counted(value, one, many);
  });
}

/** As English counts: `1 day`, `3 days`. */
export const counted = (count: number | string, one: string, many: string): string =>
  `${count} ${String(count) === '1' ? one : many}`;
