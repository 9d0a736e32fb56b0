/** Programs by the word that they have in their User-Agent; those that also name another stand before it. */
const PROGRAMS = [
  ['MicroMessenger', 'WeChat'],
  ['AlipayClient', 'Alipay'],
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['OpenHarmony', 'HarmonyOS'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Where nothing is known. */
const OTHER = 'other';

/**
 * The kind of program and system that a request comes from, as its person knows them: `Chrome · Windows`. No version
 * and no model: it tells devices apart for their owner, and is of little use to anybody else.
 */
export function agentFamily(userAgent: string | undefined): string {
  if (userAgent === undefined) return OTHER;
  const nameIn = (known: readonly (readonly [word: string, name: string])[]) =>
    known.find(([word]) => userAgent.includes(word))?.[1] ?? OTHER;
  const [program, system] = [nameIn(PROGRAMS), nameIn(SYSTEMS)];
  return program === OTHER && system === OTHER ? OTHER : `${program} · ${system}`;
}
