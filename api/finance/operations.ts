import { isoDate } from '../../domain/calendar/isoDate';
import { vatReport } from '../../domain/ledger/vatReport';
import { type BudgetRow, readBudget } from '../../gateways/database/budgets';
import { readMonth } from '../../gateways/database/platformStatements';
import { lastClosedMonth } from '../../gateways/database/signOffs';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, orMachine } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';
import { financeDay } from './day';
import { fundFlow, fundForecast } from './funds';

const READERS = orMachine('books:read', BOOKS);

/** Finance's day and month: what waits, tax, money, budgets. */
export const financeOperations = {
  getFinanceDay: { who: BOOKS, do: financeDay },
  getVatReport: { who: READERS, do: vat },
  getFundFlow: { who: READERS, do: fundFlow },
  getFundForecast: { who: READERS, do: fundForecast },
  getBudget: { who: READERS, do: budget },
} satisfies SomeOperations;

async function vat({ sql }: Parts, call: Call<'getVatReport'>): Promise<AnswerOf<'getVatReport'>> {
  const institutionId = institutionOfCall(call);
  const { month } = call.params;
  const [{ opening, movements }, closed] = await Promise.all([
    readMonth(sql, institutionId, isoDate(`${month}-01`)),
    lastClosedMonth(sql, institutionId),
  ]);
  return { month, isFinal: closed !== null && month <= closed, ...vatReport(opening, movements) };
}

async function budget(parts: Parts, call: Call<'getBudget'>): Promise<AnswerOf<'getBudget'>> {
  const { year } = call.params;
  const thisMonth = (await businessTime(parts)).today.slice(0, 7);
  const found = await readBudget(parts.sql, institutionOfCall(call), year);
  const keys = [...new Set(found.map(keyOf))];
  const rows = keys.map((key) => {
    const months = found.filter((row) => keyOf(row) === key);
    const [first] = months;
    if (first === undefined) throw new Error('a key of rows has rows');
    const { costCentre, account, nameZh, nameEn } = first;
    const sum = (of: (row: BudgetRow) => number) => months.reduce((total, row) => total + of(row), 0);
    const budgetFen = sum((row) => (row.month <= thisMonth ? (row.budgetFen ?? 0) : 0));
    const actualFen = sum((row) => row.actualFen);
    return {
      ...{ costCentre, account, accountName: call.locale === 'en' ? nameEn : nameZh },
      ...{ budgetFen, actualFen, remainingFen: budgetFen - actualFen },
      months: months.map((row) => ({
        month: row.month,
        budgetFen: row.budgetFen,
        actualFen: row.actualFen,
      })),
    };
  });
  return { year, rows };
}

const keyOf = ({ costCentre, account }: BudgetRow): string => `${costCentre}/${account}`;
