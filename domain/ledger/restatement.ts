import { type Fen, fen } from '../money/fen';
import { debitBalance, memoBalance, sumByAccount } from './balances';
import type { AccountCode, OffBalanceAccount } from './chart';
import { draft, type EntryDraft, memo } from './draft';

const MEMORANDA: readonly OffBalanceAccount[] = ['OB.01', 'OB.02', 'OB.03'];

/**
 * The entry that takes a ledger from what was posted to what should have been: for each account the
 * difference of the balances. Both sides are balanced, so the difference is. When only memoranda differ, the
 * amount passes through the receivable, because a memorandum needs an entry to hang on.
 */
export function restatement(posted: readonly EntryDraft[], wanted: readonly EntryDraft[]): EntryDraft {
  const [before, after] = [sumByAccount(posted), sumByAccount(wanted)];
  const codes = (Object.keys({ ...before, ...after }) as AccountCode[]).sort();
  const changes = codes.map((code): [AccountCode, Fen] => [
    code,
    fen(debitBalance(after, code) - debitBalance(before, code)),
  ]);
  const movements = MEMORANDA.map((code) => ({
    code,
    changeFen: memoBalance(wanted, code) - memoBalance(posted, code),
  }));
  const entry = draft(
    'RESTATEMENT',
    changes.filter(([, changeFen]) => changeFen > 0),
    changes.filter(([, changeFen]) => changeFen < 0).map(([code, changeFen]) => [code, fen(-changeFen)]),
    movements.map(({ code, changeFen }) =>
      memo(code, changeFen > 0 ? 'IN' : 'OUT', fen(Math.abs(changeFen))),
    ),
  );
  const [movement] = entry.offBalance;
  if (entry.postings.length > 0 || movement === undefined) return entry;
  const passing: [AccountCode, Fen] = ['1132', movement.amountFen];
  return draft('RESTATEMENT', [passing], [passing], entry.offBalance);
}
