import { Readable } from 'node:stream';
import type { Answer, paperView } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { loanAt } from '../../domain/loan/fold';
import { receiptOf } from '../../domain/loan/receiptOf';
import { houseCalendar } from '../../gateways/database/calendar';
import { findLoan, readLoan } from '../../gateways/database/loans';
import {
  findPaper,
  findPaperByHash,
  listPapers,
  type NewPaper,
  type PaperRow,
  type PaperScope,
  readPaperFile,
  writePaper,
} from '../../gateways/database/papers';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { accepted } from '../kernel/problems/refused';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, BOOKS, MEMBERS } from '../kernel/security/policy';
import { found, scopeOfCall } from '../kernel/security/scope';
import { statementOf } from './statement';

/** Papers: asked for here, made by a worker, taken by whoever may see the case, checked by anybody who has one. */
export const paperOperations = {
  listPapers: {
    who: MEMBERS,
    do: async ({ prisma }, call) => {
      const { caseType, caseId, enterpriseId, kind } = call.query;
      const wish = { caseType, caseId, enterpriseId, kind };
      const page = await listPapers(prisma, papersOf(call), wish, call.query);
      return { ...page, items: page.items.map((row) => presentPaper(row, call.locale)) };
    },
  },
  verifyPaper: {
    who: ANYBODY,
    do: async ({ prisma }, call) => {
      const paper = found(await findPaperByHash(prisma, call.query.hash));
      const { institution, language: _, ...shown } = paper;
      const title = textOf(call.locale, 'papers', paper.kind);
      return { ...shown, title, issuer: call.locale === 'en' ? institution.nameEn : institution.nameZh };
    },
  },
  getPaper: {
    who: MEMBERS,
    do: async ({ prisma }, call) =>
      presentPaper(found(await findPaper(prisma, papersOf(call), call.params.paperId)), call.locale),
  },
  readPaper: { who: MEMBERS, audit: 'paper.read', do: read },
  askForPaper: { who: MEMBERS, audit: 'paper.ask', do: ask },
} satisfies SomeOperations;

/** The papers that somebody may see; those of an institution itself, its reports, are for who may look into the books. */
export function papersOf({ caller }: Pick<Call, 'caller'>): PaperScope {
  const scope = scopeOfCall({ caller });
  return 'enterpriseId' in scope || BOOKS.judge(caller).ok
    ? scope
    : { ...scope, enterpriseId: { not: null } };
}

async function read({ prisma, sql, cipher }: Parts, call: Call<'readPaper'>): Promise<AnswerOf<'readPaper'>> {
  const { id, caseType, caseId, kind, number } = found(
    await findPaper(prisma, papersOf(call), call.params.paperId),
  );
  const file = found(await readPaperFile(sql, cipher, id));
  call.about(caseType, caseId);
  call.note({ kind, number });
  Object.assign(call.reply.headers, {
    'Content-Length': String(file.length),
    'Content-Disposition': `attachment; filename="${number}.pdf"`,
  });
  return Readable.from([file]);
}

async function ask(parts: Parts, call: Call<'askForPaper'>): Promise<AnswerOf<'askForPaper'>> {
  const { prisma, sql, cipher, queues } = parts;
  const {
    id: loanId,
    institutionId,
    enterpriseId,
  } = found(await findLoan(prisma, scopeOfCall(call), call.params.loanId));
  call.about('LOAN', loanId);
  const { kind, language } = call.body;
  call.note({ kind, language });
  const { today } = await businessTime(parts);
  const about = { institutionId, enterpriseId, caseType: 'LOAN', caseId: loanId, issuedOn: today } as const;
  const wished = await wishedPaper(parts, call, today);
  const queued = await writePaper(sql, cipher, { ...about, language, ...wished });
  await queues.enqueue(queued);
  return presentPaper(found(await findPaper(prisma, papersOf(call), queued.id)), call.locale);
}

type Wished =
  | Pick<NewPaper<'REPAYMENT_RECEIPT'>, 'kind' | 'fact' | 'values' | 'eventSequence'>
  | Pick<NewPaper<'LOAN_STATEMENT'>, 'kind' | 'fact' | 'values'>;

/** What is asked for, under the name of what it tells of: the same wish once more is the same paper. */
async function wishedPaper({ sql }: Parts, call: Call<'askForPaper'>, today: IsoDate): Promise<Wished> {
  const { body, params } = call;
  const record = found(await readLoan(sql, params.loanId));
  const { loanId, events, terms } = record;
  const calendar = await houseCalendar(sql);
  if (body.kind === 'REPAYMENT_RECEIPT') {
    const { sequence: eventSequence } = body;
    const values = { loanId, ...accepted(receiptOf(record, eventSequence, calendar)) };
    return { kind: body.kind, fact: `loan/${loanId}/receipt/${eventSequence}`, eventSequence, values };
  }
  const from = (body.from ?? terms.startDate) as IsoDate;
  if (from < terms.startDate || from > today) throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'from' }]);
  return {
    kind: body.kind,
    fact: `loan/${loanId}/statement/${from}/${today}/${record.recordedEvents}`,
    values: statementOf(record, loanAt(terms, events, today, calendar), from),
  };
}

function presentPaper(row: PaperRow, locale: Locale): Answer<typeof paperView> {
  return { ...row, title: textOf(locale, 'papers', row.kind) };
}
