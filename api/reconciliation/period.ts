import type { Answer, PERIOD_CHECKS, periodView } from '../../contracts/http';
import { textOf } from '../../contracts/texts/texts';
import { readLedgerChecks } from '../../gateways/database/ledger';
import { type PeriodRow, readPeriod } from '../../gateways/database/signOffs';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { institutionOfCall } from '../kernel/security/scope';

/** A month of the books, with what must be right before it is closed. */
export async function period(parts: Parts, call: Call<'getPeriod'>): Promise<AnswerOf<'getPeriod'>> {
  const institutionId = institutionOfCall(call);
  const [row, ledger] = await Promise.all([
    readPeriod(parts.sql, institutionId, call.params.month),
    readLedgerChecks(parts, institutionId),
  ]);
  const differing = ledger.filter(({ expectedFen, actualFen }) => expectedFen !== actualFen).length;
  const checks = openOf(row, differing).map(([check, open]) => ({
    ...{ check, ok: open === 0, open },
    text: textOf(call.locale, 'checks', check),
  }));
  const { month, closedAt, days } = row;
  return { month, closedAt, days, checks, isReady: checks.every(({ ok }) => ok) };
}

type Day = Answer<typeof periodView>['days'][number];

/** How many things keep each check from being kept. */
function openOf(
  { days, isOver, ordersUnknown }: PeriodRow,
  differing: number,
): readonly (readonly [(typeof PERIOD_CHECKS)[number], number])[] {
  const without = (is: (day: Day) => boolean) => days.filter((day) => !is(day)).length;
  return [
    ['MONTH_OVER', isOver ? 0 : 1],
    ['DAYS_CLOSED', without(({ closed }) => closed)],
    ['DAYS_MATCHED', without(({ matched }) => matched)],
    ['DAYS_SIGNED_OFF', without(({ signedOff }) => signedOff)],
    ['NO_OPEN_BREAKS', days.reduce((sum, { openBreaks }) => sum + openBreaks, 0)],
    ['NO_UNKNOWN_ORDERS', ordersUnknown],
    ['LEDGER_AGREES', differing],
  ];
}
