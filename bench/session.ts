/** What the sign-in says of somebody's session: begun and used just now, with its second factor proved. */
export function provedSession(id: string) {
  const nowMs = Date.now();
  const factorAt = new Date(nowMs).toISOString();
  return { id, enterpriseId: null, beganMs: nowMs, usedMs: nowMs, factorAt };
}
