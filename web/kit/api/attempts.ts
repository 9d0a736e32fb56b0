/** How often a request under a key was refused, or was said to be another one. */
const refusals = new Map<string, number>();
/** Under what key each answer came that the key belongs to something else, by the answer's request id. */
const reused = new Map<string, string>();

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

/**
 * Something else was sent under such a key before, and may have been done: whether this is another request, only its
 * person can say ({@link sendAnew}).
 * @param sent as {@link keyNow} gave it
 * @param requestId of the answer that said so
 */
export function wasReused(sent: string, requestId: string): void {
  reused.set(requestId, sent);
}

/** The person has looked, and says that it is another request: its form sends the next one under a key of its own. */
export function sendAnew(requestId: string): void {
  const sent = reused.get(requestId);
  if (sent === undefined) return;
  reused.delete(requestId);
  wasRefused(sent);
}

/** The key belongs to another content. */
export const KEY_REUSED = 'IDEMPOTENCY_KEY_REUSED';

/** Whether an answer says that nothing was done. @param code of the problem; null where it has none */
export const isRefusal = (status: number, code: string | null): boolean =>
  status >= 400 && status < 500 && code !== KEY_REUSED;
