import { type FeeId, workflowIds } from '../../contracts/ids';
import { answerQuoteUpdate } from '../../contracts/workflows';
import { barredByOtherStep } from '../../domain/approval/separation';
import { addDays } from '../../domain/calendar/isoDate';
import { pointsLimit, priceFee } from '../../domain/fees/price';
import { mostRelief, reliefRoom } from '../../domain/fees/relief';
import { isTakenBackTooOften } from '../../domain/fees/takenBack';
import { fen } from '../../domain/money/fen';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { checkFeeCaps } from '../../domain/pricing/feeCap';
import { actsOf } from '../../gateways/database/cases';
import { businessTimes } from '../../gateways/database/clock';
import { findEnterpriseForQuote } from '../../gateways/database/enterprises';
import { shownFee } from '../../gateways/database/feeAgreements';
import {
  daysOfEvents,
  type FeeFile,
  findFeeFile,
  lastPoints,
  listFees,
  listPublishedDisputes,
  namesOf,
  reasonsOfDisputes,
  type WantedFeeRequest,
  writeFeeRequest,
} from '../../gateways/database/feeFiles';
import { readFee, readPoints, writeFee } from '../../gateways/database/fees';
import { countLoansRepaid, findLoan } from '../../gateways/database/loans';
import { caseRulesOf, rulesOf, tariffDays } from '../../gateways/database/ownRules';
import { timeInput, wakeFee } from '../../gateways/temporal/starts';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy, unlessChanged } from '../kernel/problems/refused';
import { inTime, updateIdOf, updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, APPLICANT, lately, MEMBERS, staff } from '../kernel/security/policy';
import { found, institutionOfCall, scopeOfCall } from '../kernel/security/scope';
import { presentFee, presentFeeSummary, presentPublished } from './present';
import { isAskedAbout } from './relief';
import { answerTariff, listNotices, listTariffs } from './tariffs';

/** Those who quote a service. */
const QUOTERS = staff('finance', 'reviewer', 'admin');

/** Charges: price lists open to all, quotes and their answers, disputes, what is given up or back. */
export const feeOperations = {
  listTariffs: { who: ANYBODY, do: listTariffs },
  listPublishedDisputes: { who: ANYBODY, do: published },
  listFees: { who: MEMBERS, do: list },
  getFee: {
    who: MEMBERS,
    do: (parts, call) => fileOf(parts, call).then((file) => present(parts, call, file)),
  },
  getPoints: { who: APPLICANT, do: points },
  quoteFee: { who: QUOTERS, audit: 'fee.quote', do: quote },
  answerQuote: { who: lately('MONEY', APPLICANT), audit: 'fee.answer', do: answer },
  disputeFee: { who: APPLICANT, audit: 'fee.dispute', do: dispute },
  requestFeeRelief: { who: lately('MONEY', staff('finance')), audit: 'fee.requestRelief', do: requestRelief },
  reportFeeBounce: { who: lately('MONEY', staff('finance')), audit: 'fee.reportBounce', do: reportBounce },
  listTariffNotices: { who: MEMBERS, do: listNotices },
  answerTariff: { who: lately('MONEY', APPLICANT), audit: 'tariff.answer', do: answerTariff },
} satisfies SomeOperations;

async function list({ prisma }: Parts, call: Call<'listFees'>): Promise<AnswerOf<'listFees'>> {
  const page = await listFees(prisma, scopeOfCall(call), call.query, call.query);
  const names = await namesOf(
    prisma,
    page.items.map(({ enterpriseId }) => enterpriseId),
  );
  return {
    ...page,
    items: page.items.map((row) => presentFeeSummary(row, names.get(row.enterpriseId) ?? '', call.locale)),
  };
}

async function fileOf(
  { prisma }: Parts,
  call: { readonly caller: Call['caller']; readonly params: { readonly feeId: string } },
): Promise<FeeFile> {
  return found(await findFeeFile(prisma, scopeOfCall(call), call.params.feeId));
}

async function present(
  parts: Parts,
  { locale }: Pick<Call, 'locale'>,
  file: FeeFile,
): Promise<AnswerOf<'getFee'>> {
  const { prisma, sql } = parts;
  const { enterpriseId, priceFen, chargedOn, tariff } = file;
  const prepayments = file.requests.flatMap(({ kind, source }) =>
    kind === 'PREPAYMENT' && source !== null ? [source] : [],
  );
  const [names, balance, days, fee, time, prepaidOn] = await Promise.all([
    namesOf(prisma, [enterpriseId]),
    readPoints(sql, enterpriseId),
    tariffDays(sql, [tariff]),
    readFee(sql, file.id),
    businessTime(parts),
    daysOfEvents(sql, file.loanId, prepayments),
  ]);
  const { contract, fees } = parametersAt(chargedOn);
  const policy = { pointsShare: fees.pointsShare, vatRate: contract.vatRate };
  const most = pointsLimit(priceFen, balance, policy);
  return presentFee(file, names.get(enterpriseId) ?? '', {
    ...{ locale, pointsLimit: most },
    tariffFrom: days.get(tariff) ?? null,
    isTakenBackTooOften: isTakenBackTooOften(fee.debitsTakenBack, parametersAt(time.today).payments),
    prepaidOn,
  });
}

async function summaryOf(parts: Parts, call: Pick<Call, 'caller' | 'locale'>, feeId: string) {
  const file = await fileOf(parts, { ...call, params: { feeId } });
  const { tariff: _t, shown: _s, shownSha256: _h, history: _e, requests: _r, ...row } = file;
  const names = await namesOf(parts.prisma, [file.enterpriseId]);
  return presentFeeSummary(row, names.get(file.enterpriseId) ?? '', call.locale);
}

async function points({ prisma, sql }: Parts, call: Call<'getPoints'>): Promise<AnswerOf<'getPoints'>> {
  const enterprise = found(callerOf(call).enterprise);
  const [balance, last] = await Promise.all([
    readPoints(sql, enterprise.id),
    lastPoints(prisma, enterprise.id),
  ]);
  return {
    points: balance,
    last: last.map(({ feeId, points: moved, createdAt: at }) => ({ feeId, points: moved, at })),
  };
}

/** Prices a line of the price list for an enterprise. The row first: its process asks the enterprise. */
async function quote(parts: Parts, call: Call<'quoteFee'>): Promise<AnswerOf<'quoteFee'>> {
  const { prisma, sql } = parts;
  const institutionId = institutionOfCall(call);
  const { enterpriseId, rule: code, termMonths, loanId = null, settlement } = call.body;
  const amountFen = fen(call.body.amountFen);
  const enterprise = found(await findEnterpriseForQuote(sql, institutionId, enterpriseId));
  if (loanId !== null) found(await findLoan(prisma, { institutionId, enterpriseId }, loanId));
  const time = await businessTime(parts);
  const { contract, fees, versions } = await rulesOf(sql, institutionId, time.today);
  const rule = fees.rules.find((line) => line.code === code && line.timing === 'ON_REQUEST');
  if (rule === undefined) throw refusedBy({ code: 'UNKNOWN_FEE', field: 'rule' });
  const loansRepaid = await countLoansRepaid(sql, enterpriseId);
  const subject = { amountFen, termMonths, grade: enterprise.grade ?? '', loansRepaid };
  const policy = { pointsShare: fees.pointsShare, vatRate: contract.vatRate };
  const price = priceFee(rule, subject, { offered: 0, balance: 0 }, policy);
  if (price.priceFen === 0) throw refusedBy({ code: 'PRICE_NOT_POSITIVE', field: 'amountFen' });
  const { kind, timing } = rule;
  accepted(checkFeeCaps([{ kind, totalFen: price.priceFen }], amountFen, fees.caps));
  const id = call.subjectId;
  call.about('FEE', id);
  const quoted = writeFee(sql, {
    ...{ id, institutionId, enterpriseId, loanId, rule: code, kind, period: id, settlement },
    priceFen: price.priceFen,
    chargedOn: time.today,
    validUntil: addDays(time.today, fees.quoteDays),
    tariff: versions.fees,
    shown: { ...shownFee({ rule: code, kind, timing: 'PER_PROJECT', ...price }), timing },
    quotedBy: callerOf(call).userId,
  });
  await unlessChanged(quoted);
  await wake(parts, { feeId: id, institutionId, enterpriseId, priceFen: price.priceFen }, 'QUOTED');
  return await summaryOf(parts, call, id);
}

/** What can't be told now the sweeper tells. */
async function wake(parts: Parts, fee: Parameters<typeof wakeFee>[1], because: string): Promise<void> {
  const { clock, today } = await businessTime(parts);
  const rules = await caseRulesOf(parts.sql, fee.institutionId, today);
  const time = timeInput(clock, parts.settings, rules);
  await inTime(parts, () => wakeFee(parts.temporal, fee, time, because));
}

async function answer(parts: Parts, call: Call<'answerQuote'>): Promise<AnswerOf<'answerQuote'>> {
  const { id, status, statusSince, createdAt } = await fileOf(parts, call);
  call.about('FEE', id);
  call.note({ shownSha256: call.body.shownSha256, answer: call.body.answer });
  const view = await updateNow(
    parts,
    call,
    {
      workflowId: workflowIds.fee(id as FeeId),
      update: answerQuoteUpdate,
      actor: actorOf(callerOf(call)),
      act: call.body,
      updateId: updateIdOf(call),
    },
    `/fees/${id}`,
  );
  const since = view?.since ?? statusSince ?? (await businessTimes(parts.sql))(createdAt);
  return { id, stage: view?.stage ?? status, since };
}

async function dispute(parts: Parts, call: Call<'disputeFee'>): Promise<AnswerOf<'disputeFee'>> {
  return await ask(parts, call, { kind: 'DISPUTE', amountFen: null, source: null, reason: call.body.reason });
}

async function requestRelief(
  parts: Parts,
  call: Call<'requestFeeRelief'>,
): Promise<AnswerOf<'requestFeeRelief'>> {
  const { kind, amountFen, reason } = call.body;
  const file = await fileOf(parts, call);
  if (amountFen > mostRelief(kind, reliefRoom(file))) {
    const code = kind === 'WAIVE' ? 'WAIVE_ABOVE_OUTSTANDING' : 'REFUND_ABOVE_COLLECTED';
    throw refusedBy({ code, field: 'amountFen' });
  }
  await demandAsker(parts, call, file);
  return await ask(parts, call, { kind, amountFen, source: null, reason });
}

async function reportBounce(
  parts: Parts,
  call: Call<'reportFeeBounce'>,
): Promise<AnswerOf<'reportFeeBounce'>> {
  const { number, reason } = call.body;
  const file = await fileOf(parts, call);
  const receipt = file.history.find((event) => event.number === number);
  if (receipt?.type !== 'COLLECT')
    throw refusedBy({ code: 'NOT_A_RECEIPT', field: 'number', detail: { kind: receipt?.type ?? 'NONE' } });
  const { key: source, amountFen } = receipt;
  const isTold = file.requests.some(
    (request) => request.source === source && request.status !== 'REJECTED' && request.id !== call.subjectId,
  );
  if (isTold) throw refusedBy({ code: 'RECEIPT_BOUNCED', field: 'number' });
  await demandAsker(parts, call, file);
  return await ask(parts, call, { kind: 'BOUNCE', amountFen, source, reason });
}

/** Whoever agrees to what is asked about a charge asks nothing about it. */
async function demandAsker(
  { sql }: Parts,
  call: Call<'requestFeeRelief' | 'reportFeeBounce'>,
  { id }: FeeFile,
): Promise<void> {
  const acts = await actsOf(sql, { caseType: 'FEE', caseId: id });
  const code = barredByOtherStep('RESOLVE', [callerOf(call).userId], acts);
  if (code !== null) throw refusedBy({ code });
}

/** Row first: the charge's process takes it at its next look. That money is gone is heard beside all else. */
async function ask(
  parts: Parts,
  call: Call<'disputeFee' | 'requestFeeRelief' | 'reportFeeBounce'>,
  wanted: Pick<WantedFeeRequest, 'kind' | 'amountFen' | 'source' | 'reason'>,
): Promise<AnswerOf<'disputeFee'>> {
  const file = await fileOf(parts, call);
  call.about('FEE', file.id);
  if (file.invoiceNo === null) throw refusedBy({ code: 'NOT_INVOICED' });
  const id = call.subjectId;
  if (isAskedAbout(file, id) && wanted.kind !== 'BOUNCE') throw refusedBy({ code: 'CHARGE_DISPUTED' });
  const { institutionId, enterpriseId, priceFen } = file;
  const isWritten = await unlessChanged(
    writeFeeRequest(parts.sql, {
      ...{ ...wanted, id, feeId: file.id, institutionId, enterpriseId },
      requestedBy: callerOf(call).userId,
    }),
  );
  // Another one has asked the same at the same moment.
  if (!isWritten) throw refusedBy({ code: wanted.kind === 'BOUNCE' ? 'RECEIPT_BOUNCED' : 'CHARGE_DISPUTED' });
  await wake(parts, { feeId: file.id, institutionId, enterpriseId, priceFen }, wanted.kind);
  return { requestId: id, fee: await summaryOf(parts, call, file.id) };
}

/** Whose fee it was nobody learns, and no words that somebody wrote: kind, amounts, month, outcome and numbered reason. */
async function published(
  { prisma, sql }: Parts,
  { query }: Call<'listPublishedDisputes'>,
): Promise<AnswerOf<'listPublishedDisputes'>> {
  const page = await listPublishedDisputes(prisma, query);
  const reasons = await reasonsOfDisputes(
    sql,
    page.items.map(({ id }) => id),
  );
  return { ...page, items: page.items.map((row) => presentPublished(row, reasons.get(row.id) ?? null)) };
}
