import { businessDate } from '../../domain/calendar/clock';
import { publishedCalendar } from '../../domain/calendar/published';
import { loanAt } from '../../domain/loan/fold';
import { asOwed } from '../../domain/loan/owed';
import { readHome } from '../../gateways/database/home';
import type { Parts } from '../kernel/parts';
import { notFound } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { APPLICANT } from '../kernel/security/policy';
import { found } from '../kernel/security/scope';
import { stepsOf } from './steps';
import { trackerOf } from './tracker';

/** The first screen of an enterprise's people. */
export const homeOperations = {
  getHome: { who: APPLICANT, do: homeOf },
} satisfies SomeOperations;

/**
 * What comes next for whoever asks, for an answer and for the first view of a page. What is owed is the fold's, as
 * everywhere; nothing is asked of a process.
 */
export async function homeOf(
  { sql }: Parts,
  call: Pick<Call<'getHome'>, 'caller' | 'locale'>,
): Promise<AnswerOf<'getHome'>> {
  const { enterprise, userId } = callerOf(call);
  if (enterprise === null) throw notFound();
  const { facts, loans } = found(await readHome(sql, { enterpriseId: enterprise.id, userId }));
  const today = businessDate(Date.parse(facts.now));
  const calendar = publishedCalendar(facts.overrides);
  const states = loans.map(({ loanId, terms, events }) => ({
    loanId,
    state: asOwed(loanAt(terms, events, today, calendar)),
  }));
  return {
    asOf: facts.now,
    enterprise: { id: enterprise.id, name: facts.name, stage: facts.stage },
    steps: stepsOf({ facts, loans: states, today, locale: call.locale }),
    tracker: trackerOf(enterprise.id, facts),
    unread: facts.unread,
  };
}
