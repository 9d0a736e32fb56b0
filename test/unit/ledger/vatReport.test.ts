import type { AccountCode } from '../../../domain/ledger/chart';
import type { Movement } from '../../../domain/ledger/statements';
import { vatReport } from '../../../domain/ledger/vatReport';
import { fen } from '../../../domain/money/fen';

const entry = (...lines: readonly (readonly [AccountCode, number])[]): Movement => ({
  event: 'BY_HAND',
  postings: lines.map(([account, amount]) => ({
    ...{ account, debitFen: fen(Math.max(amount, 0)), creditFen: fen(Math.max(-amount, 0)) },
  })),
});

test('output tax is told by what it is of, and what is owed moves by output less input less what was paid', () => {
  const opening = { '2221.01': -1_000, '2221.02': -500 };
  const report = vatReport(opening, [
    entry(['1132', 106], ['6011.01', -100], ['2221.02', -6]),
    entry(['2221.02', 56], ['2221.01', -56]),
    entry(['1002', 12_000], ['6011.02', -11_321], ['2221.01', -679]),
    entry(['1002', 500], ['6021', -472], ['2221.01', -28]),
    entry(['6021', 28], ['2221.01', 2], ['1002', -30]),
    entry(['1002', 106], ['6051', -100], ['2221.01', -6]),
    entry(['1601', 100], ['2221.03', 13], ['1221', -113]),
    entry(['2221.01', 900], ['1221', -900], ['1002', 900], ['1002', -900]),
  ]);
  expect(report).toEqual({
    output: { INTEREST: 56, PENALTY: 679, FEES: 26, OTHER_INCOME: 6, OTHER: 0 },
    ...{ outputFen: 767, inputFen: 13, payableFen: 754, paidFen: 900 },
    ...{ owedBeforeFen: 1_000, owedFen: 1_000 + 767 - 13 - 900, deferredBeforeFen: 500, deferredFen: 450 },
  });
});
