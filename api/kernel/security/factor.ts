import type { FactorMatter, SecurityParameters } from '../../../domain/parameters/security';
import { accept, type Result, refuse } from '../../../domain/result';
import { ApiProblem } from '../problems/apiProblem';
import type { Caller } from '../routing/caller';
import { securityRules } from './rules';

/**
 * What an operation asks for of a second factor: nothing; that it was proved in this session; lately, because of what
 * is at stake. Whoever changes the own factors proved one lately, or has none yet.
 */
export type FactorAsked = 'NOTHING' | 'PROVED' | 'OWN_FACTORS' | FactorMatter;

type NotProved = 'FACTOR_NEEDED' | 'FACTOR_NOT_SET_UP';

/**
 * Whether somebody has proved what an operation asks for. People of enterprises who have no second factor need none.
 * @param nowMs real milliseconds since 1970 UTC
 */
export function judgeFactor(
  { isRequired, isSetUp, provedAt }: Caller['factor'],
  asked: FactorAsked,
  { nowMs, freshMinutes }: { readonly nowMs: number } & Pick<SecurityParameters['factor'], 'freshMinutes'>,
): Result<void, NotProved> {
  if (asked === 'NOTHING') return accept(undefined);
  if (!isSetUp) {
    return isRequired && asked !== 'OWN_FACTORS' ? refuse('FACTOR_NOT_SET_UP') : accept(undefined);
  }
  if (provedAt === null) return refuse('FACTOR_NEEDED');
  if (asked === 'PROVED') return accept(undefined);
  const minutes = freshMinutes[asked === 'OWN_FACTORS' ? 'ACCESS' : asked];
  return nowMs - Date.parse(provedAt) > minutes * MINUTE_MS ? refuse('FACTOR_NEEDED') : accept(undefined);
}

const MINUTE_MS = 60_000;

/** The same now, under the rules in force. */
export function factorOf({ factor }: Caller, asked: FactorAsked): Result<void, NotProved> {
  const { freshMinutes } = securityRules().factor;
  return judgeFactor(factor, asked, { nowMs: Date.now(), freshMinutes });
}

/**
 * Makes sure of it where only what is asked for shows what is at stake.
 * @throws ApiProblem 403
 */
export function askForFactor(caller: Caller, asked: FactorAsked): void {
  const verdict = factorOf(caller, asked);
  if (!verdict.ok) throw new ApiProblem(403, verdict.refusal.code);
}
