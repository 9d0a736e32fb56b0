import { textOf } from '../../contracts/texts/texts';
import { isoDate } from '../../domain/calendar/isoDate';
import { type CleaningWarning, cleanStatement } from '../../domain/cleaning/cleanStatement';
import { figuresOf } from '../../domain/cleaning/figures';
import {
  type Balances,
  balanceSheetOf,
  partOf,
  type Statements,
  statementLine,
  statementsOf,
} from '../../domain/ledger/statements';
import { listEntriesBehind, readMonth } from '../../gateways/database/platformStatements';
import { lastClosedMonth } from '../../gateways/database/signOffs';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy } from '../kernel/problems/refused';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, MEMBERS, orMachine } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';

const READERS = orMachine('books:read', BOOKS);

/** Statements of the institution, down to the entries; and the reading of an enterprise's. */
export const statementOperations = {
  getStatements: { who: READERS, do: statements },
  listStatementEntries: { who: READERS, do: entries },
  cleanStatement: { who: MEMBERS, audit: null, do: clean },
} satisfies SomeOperations;

async function statements({ sql }: Parts, call: Call<'getStatements'>): Promise<AnswerOf<'getStatements'>> {
  const institutionId = institutionOfCall(call);
  const { month } = call.params;
  const [{ opening, movements, earlierInYear }, closed] = await Promise.all([
    readMonth(sql, institutionId, isoDate(`${month}-01`)),
    lastClosedMonth(sql, institutionId),
  ]);
  const made = statementsOf(opening, movements, earlierInYear);
  return { month, isFinal: closed !== null && month <= closed, ...shown(made, opening) };
}

type Figures = Pick<AnswerOf<'getStatements'>, 'balanceSheet' | 'incomeStatement' | 'cashFlow' | 'checks'>;

function shown({ balanceSheet, incomeStatement, cashFlow, checks }: Statements, opening: Balances): Figures {
  const before = balanceSheetOf(opening);
  const { month, yearToDate } = incomeStatement;
  return {
    balanceSheet: each(balanceSheet, (line, fen) => ({ openingFen: before[line], fen })),
    incomeStatement: each(month, (line, monthFen) => ({ monthFen, yearToDateFen: yearToDate[line] })),
    cashFlow,
    checks,
  };
}

function each<Line extends string, From, To>(
  lines: Readonly<Record<Line, From>>,
  of: (line: Line, value: From) => To,
): Record<Line, To> {
  const pairs = Object.entries<From>(lines).map(([line, value]) => [line, of(line as Line, value)]);
  return Object.fromEntries(pairs) as Record<Line, To>;
}

/** Whichever accounts an entry touches decide which lines it is in: by them its entries are found. */
async function entries(
  { sql }: Parts,
  call: Call<'listStatementEntries'>,
): Promise<AnswerOf<'listStatementEntries'>> {
  const institutionId = institutionOfCall(call);
  const line = statementLine(call.query.statement, call.query.line);
  if (line === null) throw refusedBy({ code: 'UNKNOWN_VALUE', field: 'line' });
  const { from, to, movements } = await readMonth(sql, institutionId, isoDate(`${call.params.month}-01`));
  const accounts = movements
    .filter((movement) => partOf(line, movement) !== null)
    .map((each) => each.accounts);
  const closesYear = line.statement !== 'INCOME';
  const page = await listEntriesBehind(sql, institutionId, { from, to, accounts, closesYear }, call.query);
  return {
    ...page,
    items: page.items.map(({ id, ...entry }) => ({
      ...entry,
      id: String(id),
      partFen: partOf(line, entry) ?? 0,
    })),
  };
}

async function clean(_: Parts, call: Call<'cleanStatement'>): Promise<AnswerOf<'cleanStatement'>> {
  const { values, warnings } = accepted(cleanStatement(call.body));
  return {
    values,
    figures: figuresOf(values),
    warnings: warnings.map((warning) => ({
      ...{ key: null, name: null, differenceFen: null },
      ...warning,
      text: textOf(call.locale, 'cleaning', warning.code, valuesOf(warning)),
    })),
  };
}

const valuesOf = ({ code: _, ...values }: CleaningWarning): Readonly<Record<string, string | number>> =>
  values;
