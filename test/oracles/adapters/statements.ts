import { cleanStatement, type RawStatement } from '../../../domain/cleaning/cleanStatement';
import type { AccountCode } from '../../../domain/ledger/chart';
import type { JournalEventName } from '../../../domain/ledger/entry';
import { type Balances, type Statements, statementsOf } from '../../../domain/ledger/statements';
import { fen } from '../../../domain/money/fen';
import { compare, type Difference, type OracleAdapter } from '../adapter';

interface PlatformCase {
  readonly id: string;
  readonly input: {
    readonly opening: Balances;
    readonly entries: readonly {
      readonly event: JournalEventName;
      readonly lines: readonly {
        readonly account: AccountCode;
        readonly debit: number;
        readonly credit: number;
      }[];
    }[];
  };
  readonly expect: Statements;
}

function checkPlatform({ id, input, expect }: PlatformCase): readonly Difference[] {
  const movements = input.entries.map(({ event, lines }) => ({
    event,
    postings: lines.map(({ account, debit, credit }) => ({
      account,
      debitFen: fen(debit),
      creditFen: fen(credit),
    })),
  }));
  return compare(id, expect, statementsOf(input.opening, movements));
}

interface CleanCase {
  readonly id: string;
  readonly input: RawStatement;
  readonly expect: { readonly values?: object };
}

function checkClean({ id, input, expect }: CleanCase): readonly Difference[] {
  const cleaned = cleanStatement(input);
  if (!cleaned.ok) return compare(id, expect, { refusal: cleaned.refusal.code });
  const keysOf = (values = {}) => Object.keys(values).sort();
  return [
    ...compare(id, expect, cleaned.value),
    // A line that nobody expects is a difference too.
    ...compare(`${id}.keys`, keysOf(expect.values), keysOf(cleaned.value.values)),
  ];
}

export const adapter: OracleAdapter = {
  file: 'statements.json',
  blocks: { platform: checkPlatform, clean: checkClean },
};
