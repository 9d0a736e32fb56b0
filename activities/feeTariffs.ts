import type { CaseChange } from '../contracts/activities';
import type { EnterpriseId, InstitutionId } from '../contracts/ids';
import { instantOf } from '../domain/calendar/clock';
import { addDays, type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { plannedCharges } from '../domain/fees/loanFees';
import { priceFee } from '../domain/fees/price';
import { tariffOn } from '../domain/fees/tariff';
import { fen } from '../domain/money/fen';
import { rate } from '../domain/money/rate';
import { parametersAt } from '../domain/parameters/parametersAt';
import { annualCost } from '../domain/schedule/annualCost';
import { buildSchedule } from '../domain/schedule/buildSchedule';
import { writeCaseChange } from '../gateways/database/cases';
import {
  type ChargedLoan,
  loansWithPeriodicFees,
  pricesInForce,
  type ShownTariff,
  shownFee,
  writeAgreement,
} from '../gateways/database/feeAgreements';
import { readLoan } from '../gateways/database/loans';
import {
  type NewNotice,
  type OpenNotice,
  openNotices,
  type TariffSubject,
  type TariffToCome,
  tariffSubjects,
  tariffsToCome,
  writeNotice,
} from '../gateways/database/tariffs';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { withMessages } from './caseRecord';
import type { ActivityDeps } from './deps';

const AT_ONCE = 200;
const NO_POINTS = { offered: 0, balance: 0 };

/**
 * Tells running loans of price lists to come, each once: what they pay by them now, and would. Of one that was approved
 * too late for that they are told when it has begun.
 */
export async function tellOfTariffs(deps: ActivityDeps, institutionId: string, on: IsoDate): Promise<void> {
  const since = addDays(on, -parametersAt(on).fees.noticeDays);
  const tariffs = await tariffsToCome(deps.sql, institutionId, { on, since });
  if (tariffs.length === 0) return;
  for (let after: string | null = null; ; ) {
    const loans: readonly ChargedLoan[] = await loansWithPeriodicFees(deps.sql, {
      ...{ institutionId, after, most: AT_ONCE },
    });
    const subjects = await tariffSubjects(
      deps.sql,
      loans.map(({ loanId }) => loanId),
    );
    for (const loan of loans) {
      const subject = subjects.get(loan.loanId);
      for (const tariff of subject === undefined ? [] : tariffs) {
        if (subject !== undefined && !subject.told.includes(tariff.id))
          await tell(deps, loan, subject, tariff, on);
      }
    }
    after = loans.at(-1)?.loanId ?? null;
    if (loans.length < AT_ONCE) return;
  }
}

async function tell(
  deps: ActivityDeps,
  loan: ChargedLoan,
  subject: TariffSubject,
  tariff: TariffToCome,
  on: IsoDate,
): Promise<void> {
  const lines = changedLines(loan, subject, tariff);
  const [first] = loan.agreements;
  if (lines.length === 0 || first === undefined || first.effectiveFrom >= tariff.effectiveFrom) return;
  // What would cost more than the law allows is not offered: the old prices stand.
  if (await costsTooMuch(deps, loan, subject, { ...tariff, lines })) return;
  const isFavourable = lines.every(({ nowFen, thenFen }) => thenFen <= nowFen);
  const { institutionId, enterpriseId } = first;
  const { effectiveFrom, id } = tariff;
  const notice: NewNotice = {
    ...{
      tariff: id,
      loanId: loan.loanId,
      institutionId,
      enterpriseId,
      sentOn: on,
      effectiveFrom,
      isFavourable,
    },
    shown: { effectiveFrom, lines },
  };
  const change = changeOf(notice, on);
  await withMessages(deps, change, async (client) => {
    await writeNotice(client, notice);
    await writeCaseChange(client, change);
  });
}

/** What of a loan's fees costs another price by a list; its product's own stay. */
function changedLines(
  loan: ChargedLoan,
  { amountFen, termMonths, grade, loansRepaid }: TariffSubject,
  { effectiveFrom, rules }: TariffToCome,
): ShownTariff['lines'] {
  const { contract, fees } = parametersAt(effectiveFrom);
  const policy = { pointsShare: fees.pointsShare, vatRate: contract.vatRate };
  const subject = { amountFen: fen(amountFen), termMonths, grade, loansRepaid };
  return latestOf(loan).flatMap(({ rule: code, kind, timing, priceFen: nowFen, shown: { words } }) => {
    if (timing === 'PER_PROJECT' || code.startsWith('PRODUCT-')) return [];
    const rule = rules.find((line) => line.code === code && line.timing === timing);
    const then =
      rule === undefined ? null : { ...priceFee(rule, subject, NO_POINTS, policy), rule: code, kind, timing };
    const thenFen = then?.priceFen ?? 0;
    return thenFen === nowFen ? [] : [{ rule: code, kind, timing, words, nowFen, thenFen, then }];
  });
}

/** Of each line what was agreed to last. */
function latestOf({ agreements }: ChargedLoan): ChargedLoan['agreements'] {
  return agreements.filter(
    ({ rule }, index) => agreements.findLastIndex((other) => other.rule === rule) === index,
  );
}

/** Whether a loan would cost more a year in all than the law allows, with other prices from a day on. */
async function costsTooMuch(
  { sql }: ActivityDeps,
  loan: ChargedLoan,
  { capRate }: TariffSubject,
  { effectiveFrom, lines }: Pick<TariffToCome, 'effectiveFrom'> & { readonly lines: ShownTariff['lines'] },
): Promise<boolean> {
  const record = await readLoan(sql, loan.loanId);
  const schedule = record === null ? null : buildSchedule(record.terms);
  if (!schedule?.ok) return true;
  const dated = latestOf(loan).flatMap((agreement) => {
    const changed = lines.find(({ rule }) => rule === agreement.rule);
    const at = (priceFen: number) =>
      plannedCharges({ ...agreement, priceFen: fen(priceFen) }, loan, rate(loan.vatRate));
    const before = at(agreement.priceFen).filter(({ chargedOn }) => chargedOn < effectiveFrom);
    const then = at(changed?.thenFen ?? agreement.priceFen).filter(
      ({ chargedOn }) => chargedOn >= effectiveFrom,
    );
    return [...before, ...then].map(({ chargedOn: date, amountFen }) => ({
      ...{ code: agreement.kind, date, amountFen },
    }));
  });
  const cost = annualCost(schedule.value, { charges: [], dated, cap: rate(capRate) });
  return !cost.ok || cost.value.isAboveCap;
}

function changeOf(notice: NewNotice, on: IsoDate): CaseChange {
  const { tariff, loanId, effectiveFrom, isFavourable } = notice;
  const earliest = addDays(on, parametersAt(on).fees.noticeDays);
  const appliesFrom = earliest > effectiveFrom ? earliest : isoDate(effectiveFrom);
  return {
    ...{ caseType: 'LOAN', caseId: loanId, changeKey: `tariff/${tariff}` },
    institutionId: notice.institutionId as InstitutionId,
    enterpriseId: notice.enterpriseId as EnterpriseId,
    at: new Date(instantOf(on)).toISOString(),
    messages: [
      {
        ...{ dedupeKey: `tariff/${tariff}/${loanId}`, channel: 'EMAIL', kind: 'TARIFF_NOTICE' },
        values: { effectiveFrom: appliesFrom, answerBy: addDays(appliesFrom, -1), isFavourable },
      },
    ],
    audit: { actorId: null, action: 'TARIFF_NOTICE_SENT', outcome: tariff },
  };
}

/** Other prices that loans agreed to, or that are dearer in nothing, are agreed from the day on which they count. */
export async function takeTariffs(
  { sql }: Pick<ActivityDeps, 'sql'>,
  institutionId: string,
  on: IsoDate,
): Promise<void> {
  for (const notice of await openNotices(sql, institutionId, on)) {
    await inTransaction(sql, (client) => takeTariff(client, notice, on));
  }
}

/** All lines of a notice, or none. */
async function takeTariff(client: Queryable, notice: OpenNotice, on: IsoDate): Promise<void> {
  const { tariff, loanId, institutionId, enterpriseId, shown } = notice;
  const effectiveFrom = await countsFrom(client, notice, on);
  if (effectiveFrom === null) return;
  for (const { rule, kind, timing, then, thenFen, nowFen } of shown.lines) {
    const of = { institutionId, enterpriseId, loanId, rule, kind, tariff, effectiveFrom };
    // One that is charged no more is agreed to at nothing.
    const price = then ?? { ...NOTHING, rule, kind, timing, listPriceFen: fen(nowFen) };
    await writeAgreement(
      client,
      { ...of, timing, priceFen: fen(thenFen) },
      shownFee(price),
      new Date(instantOf(on)).toISOString(),
    );
  }
}

/** From when a loan has agreed to a notice; null: it has not. Told as cheaper it may be dearer than what came between. */
async function countsFrom(
  client: Queryable,
  { tariff, loanId, sentOn, effectiveFrom, isFavourable, signedOn, answers, shown }: OpenNotice,
  on: IsoDate,
): Promise<IsoDate | null> {
  const { noticeDays } = parametersAt(isoDate(sentOn)).fees;
  const prices = await pricesInForce(client, loanId, on);
  const isDearer = shown.lines.some(({ rule, thenFen, nowFen }) => thenFen > (prices.get(rule) ?? nowFen));
  const versions = [
    { version: 'signed', effectiveFrom: signedOn, noticeOn: null },
    {
      ...{ version: tariff, effectiveFrom: isoDate(effectiveFrom), noticeOn: isoDate(sentOn) },
      favourable: isFavourable && !isDearer,
    },
  ];
  const judged = tariffOn({ versions, answers, signedOn }, on, noticeDays);
  const own = judged.ok ? judged.value.versions.find(({ version }) => version === tariff) : undefined;
  return own?.status === 'APPLIES' ? own.appliesFrom : null;
}

const NOTHING = {
  ...{ gradeDiscountFen: fen(0), loyaltyDiscountFen: fen(0), priceFen: fen(0), pointsUsed: fen(0) },
  ...{ toPayFen: fen(0), netFen: fen(0), vatFen: fen(0) },
} as const;
