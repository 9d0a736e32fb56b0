import type { BusinessTime } from './businessTime';

const FIRST_LOOK_MS = 5_000;
const LAST_LOOK_MS = 3_600_000;

interface Look {
  readonly time: BusinessTime;
  /** What is looked for, in plain words; shown in the Temporal UI. */
  readonly summary: string;
  /** Ends the looking early. */
  readonly until?: () => boolean;
}

/**
 * Looks at once, and again at growing intervals of real time, until there is something to see.
 * @returns null only when `until` became true before
 */
export async function lookUntilSeen<Value>(
  look: () => Promise<Value | null>,
  options: Look & { readonly until: () => boolean },
): Promise<Value | null>;
export async function lookUntilSeen<Value>(look: () => Promise<Value | null>, options: Look): Promise<Value>;
export async function lookUntilSeen<Value>(
  look: () => Promise<Value | null>,
  { time, summary, until = () => false }: Look,
): Promise<Value | null> {
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(waitMs * 2, LAST_LOOK_MS)) {
    const seen = await look();
    if (seen !== null) return seen;
    const ended = await time.wait(time.nowMs(), { summary, until, atLeastRealMs: waitMs });
    if (ended === 'WOKEN') return null;
  }
}
