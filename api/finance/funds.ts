import { addDays, daysBetween, type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { CASH_LINES, cashFlowOf } from '../../domain/ledger/statements';
import { type Fen, fen } from '../../domain/money/fen';
import { readCash, readForecast, readMoneyMoved, readOnTheWay } from '../../gateways/database/funds';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { institutionOfCall } from '../kernel/security/scope';

const MOST_DAYS = 92;
const DAYS_SHOWN = 30;

/** Sources and uses day by day, by the days on which the bank moved the money; and how it stands now. */
export async function fundFlow(parts: Parts, call: Call<'getFundFlow'>): Promise<AnswerOf<'getFundFlow'>> {
  const { sql } = parts;
  const institutionId = institutionOfCall(call);
  const { today } = await businessTime(parts);
  const to = isoDate(call.query.to ?? today);
  const from = isoDate(call.query.from ?? addDays(to, 1 - DAYS_SHOWN));
  const length = daysBetween(from, to) + 1;
  if (length < 1 || length > MOST_DAYS) throw refusedBy({ code: 'OUT_OF_RANGE', field: 'to' });
  const [openingFen, moved, balanceFen, onTheWay] = await Promise.all([
    readCash(sql, institutionId, addDays(from, -1)),
    readMoneyMoved(sql, institutionId, { from, to }),
    readCash(sql, institutionId, today),
    readOnTheWay(sql, institutionId),
  ]);
  let standing = openingFen;
  const days = Array.from({ length }, (_, index) => {
    const date = addDays(from, index);
    const flow = cashFlowOf(
      moved.filter((movement) => movement.date === date),
      standing,
    );
    standing = flow.closingCash;
    const lines = CASH_LINES.filter((line) => flow[line] !== 0).map((line) => [line, flow[line]] as const);
    const sum = (sign: 1 | -1) =>
      lines.reduce((total, [, amountFen]) => total + Math.max(sign * amountFen, 0), 0);
    return {
      ...{ date, lines: Object.fromEntries(lines), sourcesFen: sum(1), usesFen: sum(-1) },
      closingFen: standing,
    };
  });
  return { openingFen, days, now: { balanceFen, ...onTheWay } };
}

/** What the schedules and agreed payouts make of the money there is. */
export async function fundForecast(
  parts: Parts,
  call: Call<'getFundForecast'>,
): Promise<AnswerOf<'getFundForecast'>> {
  const { sql } = parts;
  const institutionId = institutionOfCall(call);
  const { today } = await businessTime(parts);
  const to = addDays(today, call.query.days - 1);
  const [balanceFen, { overdueFen, payoutsFen, due }] = await Promise.all([
    readCash(sql, institutionId, today),
    readForecast(sql, institutionId, { from: today, to }),
  ]);
  let standing: Fen = balanceFen;
  const days = Array.from({ length: call.query.days }, (_, index) => {
    const date: IsoDate = addDays(today, index);
    const { principalFen = 0, interestAndFeesFen = 0 } = due.find((each) => each.date === date) ?? {};
    const going = index === 0 ? payoutsFen : 0;
    standing = fen(standing + principalFen + interestAndFeesFen - going);
    return { date, principalFen, interestAndFeesFen, payoutsFen: going, balanceFen: standing };
  });
  return { balanceFen, overdueFen, days };
}
