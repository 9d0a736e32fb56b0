import { type Fen, fen } from '../money/fen';
import type { AccountCode } from './chart';
import { type Balances, type Movement, turnover } from './statements';

/** What output tax is of. INTEREST: as it falls due, or was received of a loan that does not accrue. */
export const VAT_KINDS = ['INTEREST', 'PENALTY', 'FEES', 'OTHER_INCOME', 'OTHER'] as const;
export type VatKind = (typeof VAT_KINDS)[number];

/** The accounts by which an entry says what its tax is of; the first one that it has. */
const KIND_OF: readonly (readonly [AccountCode, VatKind])[] = [
  ['2221.02', 'INTEREST'],
  ['6011.01', 'INTEREST'],
  ['6011.02', 'PENALTY'],
  ['6021', 'FEES'],
  ['6051', 'OTHER_INCOME'],
];

/** Value added tax of a month, in fen. */
export interface VatReport {
  /** Output tax that arose, less what was taken back, by what it is of. */
  readonly output: Readonly<Record<VatKind, Fen>>;
  readonly outputFen: Fen;
  readonly inputFen: Fen;
  /** Output less input: what the month adds to what is owed. */
  readonly payableFen: Fen;
  readonly paidFen: Fen;
  /** Owed to the tax office at the beginning and at the end: negative where input tax is above output tax. */
  readonly owedBeforeFen: Fen;
  readonly owedFen: Fen;
  /** Of interest that is accrued and not due yet: no tax is owed for it so far. */
  readonly deferredBeforeFen: Fen;
  readonly deferredFen: Fen;
}

/**
 * The VAT report of a month, from the same figures as its statements: owedBefore + output − input − paid = owed.
 * @param opening balances at the beginning of the month
 */
export function vatReport(opening: Balances, movements: readonly Movement[]): VatReport {
  const payments = movements.filter(isPayment);
  const others = movements.filter((movement) => !isPayment(movement));
  const closing = turnover(movements);
  const credits = (balances: Balances, account: AccountCode) => 0 - (balances[account] ?? 0);
  const owed = (balances: Balances) => credits(balances, '2221.01') + credits(balances, '2221.03');
  const outputOf = (kind: VatKind) =>
    fen(credits(turnover(others.filter((movement) => kindOf(movement) === kind)), '2221.01'));
  const output = {
    INTEREST: outputOf('INTEREST'),
    PENALTY: outputOf('PENALTY'),
    FEES: outputOf('FEES'),
    OTHER_INCOME: outputOf('OTHER_INCOME'),
    OTHER: outputOf('OTHER'),
  };
  const outputFen = fen(Object.values(output).reduce<number>((sum, amountFen) => sum + amountFen, 0));
  const inputFen = fen(0 - credits(turnover(others), '2221.03'));
  return {
    ...{ output, outputFen, inputFen, payableFen: fen(outputFen - inputFen) },
    paidFen: fen(0 - owed(turnover(payments))),
    owedBeforeFen: fen(owed(opening)),
    owedFen: fen(owed(opening) + owed(closing)),
    deferredBeforeFen: fen(credits(opening, '2221.02')),
    deferredFen: fen(credits(opening, '2221.02') + credits(closing, '2221.02')),
  };
}

const touches = ({ postings }: Movement, account: AccountCode): boolean =>
  postings.some((posting) => posting.account === account);

/** Tax that goes to the tax office: nothing in the entry says what else it would be of. */
function isPayment(movement: Movement): boolean {
  const net = turnover([movement])['2221.01'] ?? 0;
  const isOfMoney = touches(movement, '1002') || touches(movement, '1221');
  return net > 0 && isOfMoney && kindOf(movement) === 'OTHER';
}

function kindOf(movement: Movement): VatKind {
  return KIND_OF.find(([account]) => touches(movement, account))?.[1] ?? 'OTHER';
}
