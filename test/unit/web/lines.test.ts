import { describe, expect, it } from '@jest/globals';
import { BALANCE_LINES, CASH_LINES, INCOME_LINES } from '../../../domain/ledger/statements';
import type { Answers } from '../../../web/client/client';
import {
  columnsOf,
  lineName,
  linesOf,
  type StatementName,
} from '../../../web/desk/features/statements/lines';

/** Every figure 7, whatever it is called. */
const anything = (figure: unknown): object => new Proxy({}, { get: () => figure });
const STATEMENTS = {
  balanceSheet: anything({ openingFen: 7, fen: 7 }),
  incomeStatement: anything({ monthFen: 7, yearToDateFen: 7 }),
  cashFlow: anything(7),
} as unknown as Answers['PlatformStatements'];

describe('the statements of an institution on the screen', () => {
  it.each<readonly [StatementName, readonly string[]]>([
    ['BALANCE_SHEET', BALANCE_LINES],
    ['INCOME', INCOME_LINES],
    ['CASH_FLOW', CASH_LINES],
  ])('%s shows every line that entries make, and each leads down to them', (statement, lines) => {
    const rows = linesOf(statement, STATEMENTS);
    const own = rows.filter(({ isSum }) => !isSum).map(({ line }) => line);
    expect([...own].sort()).toEqual([...lines].sort());
    for (const line of own) expect(lineName(statement, line)).not.toBeNull();
    for (const { figures } of rows) expect(figures).toHaveLength(columnsOf(statement).length);
  });

  it('lead nowhere from a sum, nor from what is no line', () => {
    expect(lineName('INCOME', 'netProfit')).toBeNull();
    expect(lineName('CASH_FLOW', 'retained')).toBeNull();
  });
});
