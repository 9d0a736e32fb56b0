/** How often a request under a key was refused. */
const refusals = new Map<string, number>();

/**
 * The key under which a form's act is sent now. A refusal changed nothing, and the platform remembers what the key was
 * used for: what is sent after it is another request. While nobody knows what became of one, its key stays.
 * @param key made when the form began
 */
export function keyNow(key: string): string {
  const times = refusals.get(key) ?? 0;
  return times === 0 ? key : `${key}.${times}`;
}

/** The platform refused what was sent under such a key. @param sent as {@link keyNow} gave it */
export function wasRefused(sent: string): void {
  const [key = sent] = sent.split('.');
  refusals.set(key, (refusals.get(key) ?? 0) + 1);
}

const KEY_REUSED = 'IDEMPOTENCY_KEY_REUSED';

/** Whether an answer says that nothing was done. @param code of the problem; null where it has none */
export const isRefusal = (status: number, code: string | null): boolean =>
  status >= 400 && status < 500 && code !== KEY_REUSED;
