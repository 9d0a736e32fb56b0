import type { IsoDate } from '../../../domain/calendar/isoDate';
import type { EntryDraft } from '../../../domain/ledger/draft';
import {
  identify,
  identityBook,
  type KnownEnterprise,
  type KnownLoan,
  type Transfer,
} from '../../../domain/reconciliation/identify';
import {
  type BookedOrder,
  type CarriedOrder,
  type FileRow,
  matchDay,
  matchKey,
} from '../../../domain/reconciliation/matchDay';
import { compare, type Difference, type OracleAdapter } from '../adapter';

interface DayCase {
  readonly id: string;
  readonly input: {
    readonly days: readonly {
      readonly date: IsoDate;
      readonly books: readonly BookedOrder[];
      readonly bankFile: readonly FileRow[];
    }[];
  };
  readonly expect: { readonly days: readonly { readonly entries: readonly OracleEntry[] }[] };
}

interface OracleEntry {
  readonly lines: readonly { readonly account: string; readonly debit: number; readonly credit: number }[];
}

/** Days in order: what one leaves open is carried to the next, what it matched is known to all later ones. */
function checkDay({ id, input, expect }: DayCase): readonly Difference[] {
  const matched = new Set<string>();
  let carried: readonly CarriedOrder[] = [];
  const days = input.days.map(({ date, books, bankFile }) => {
    const day = matchDay({ books, carried, bankFile, wasMatched: (key) => matched.has(key) });
    const items = day.items.map(({ item }) => item);
    carried = items
      .filter((item) => item.class === 'CUTOFF')
      .map(({ channel, orderNo, direction, booksFen }) => ({
        ...{ channel, orderNo, direction },
        amountFen: booksFen ?? 0,
        carriedFrom: date,
      }));
    for (const item of items) {
      if (item.class === 'MATCH' || item.class === 'AMOUNT_DIFF') matched.add(matchKey(item));
    }
    const { counts, totals } = day;
    const entries = day.items.flatMap(({ entry }) => (entry === null ? [] : [entry]));
    return { date, items, counts, totals, entries: entries.map(linesOf).sort() };
  });
  const wanted = expect.days.map((day) => ({
    ...day,
    entries: day.entries.map(({ lines }) => textOf(lines)).sort(),
  }));
  return [
    ...compare(id, wanted, days),
    ...days.flatMap(({ totals }, index) =>
      compare(
        `${id}.days[${index}].identity`,
        totals.bank,
        totals.books + totals.carried + totals.adjustments - totals.open,
      ),
    ),
  ];
}

function linesOf({ postings }: EntryDraft): string {
  return textOf(
    postings.map(({ account, debitFen, creditFen }) => ({ account, debit: debitFen, credit: creditFen })),
  );
}

function textOf(lines: OracleEntry['lines']): string {
  return lines
    .map(({ account, debit, credit }) => `${account} ${debit} ${credit}`)
    .sort()
    .join('; ');
}

interface IdentifyCase {
  readonly id: string;
  readonly input: {
    readonly transfer: Transfer;
    readonly enterprises: readonly KnownEnterprise[];
    readonly loans: readonly KnownLoan[];
  };
  readonly expect: unknown;
}

function checkIdentify({ id, input, expect }: IdentifyCase): readonly Difference[] {
  const { loans, ...found } = identify(input.transfer, identityBook(input.enterprises, input.loans));
  const booked = found.confidence === 'AUTO' ? 'LOAN' : '2241.02';
  return compare(id, expect, { ...found, loans: loans.map(({ loanNo }) => loanNo), booked });
}

export const adapter: OracleAdapter = {
  file: 'reconcile.json',
  blocks: { day: checkDay, identify: checkIdentify },
};
