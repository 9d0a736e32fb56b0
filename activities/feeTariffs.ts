import { instantOf } from '../domain/calendar/clock';
import { addDays, type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { plannedCharges } from '../domain/fees/loanFees';
import { changeoverOn } from '../domain/fees/periods';
import { priceFee } from '../domain/fees/price';
import { tariffOn } from '../domain/fees/tariff';
import { fen } from '../domain/money/fen';
import { rate } from '../domain/money/rate';
import { parametersAt } from '../domain/parameters/parametersAt';
import { annualCost } from '../domain/schedule/annualCost';
import { buildSchedule } from '../domain/schedule/buildSchedule';
import {
  type AgreedPrice,
  agreedPrices,
  type BegunList,
  type ChargedLoan,
  listsOfLoans,
  type NewAgreement,
  type ShownTariff,
  shownFee,
  writeAgreements,
} from '../gateways/database/feeAgreements';
import {
  type NewNotice,
  type OpenNotice,
  openNotices,
  openNoticesOf,
  type TariffSubject,
  type TariffToCome,
  tariffSubjects,
  tariffsToCome,
  writeNotices,
} from '../gateways/database/tariffs';
import type { Queryable } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';

const NO_POINTS = { offered: 0, balance: 0 };

type Line = ShownTariff['lines'][number];

/**
 * What a loan is told of lists of which it was not, each beside what it will pay by the lists before it. One that changes
 * nothing is told where an earlier one that does counts later, or may: of the two the later list does.
 */
export function noticesOf(
  loan: ChargedLoan,
  subject: TariffSubject,
  tariffs: readonly TariffToCome[],
  on: IsoDate,
): readonly NewNotice[] {
  const [first] = loan.agreements;
  if (first === undefined) return [];
  const { institutionId, enterpriseId, effectiveFrom: signedOn } = first;
  const waiting = [...subject.waiting];
  return tariffs.flatMap((tariff) => {
    const { id, effectiveFrom } = tariff;
    if (subject.told.includes(id) || signedOn >= effectiveFrom) return [];
    const lines = changedLines(loan, { ...subject, waiting }, tariff);
    // What would cost more than the law allows is not offered: the old prices stand.
    if (lines.length === 0 || costsTooMuch(loan, subject, effectiveFrom, lines)) return [];
    const whose = { loanId: loan.loanId, institutionId, enterpriseId };
    const shown = { effectiveFrom, lines };
    const isNoDearer = lines.every(isFavourable);
    waiting.push(
      ...lines.map(({ rule, thenFen: priceFen }) => ({
        ...{ rule, listedFrom: effectiveFrom, priceFen, isFavourable: isNoDearer },
      })),
    );
    return [{ ...whose, tariff: id, sentOn: on, effectiveFrom, isFavourable: isNoDearer, shown }];
  });
}

const timingThen = ({ timing, then }: Line): Line['timing'] => then?.timing ?? timing;

/** Charged no more, or as often as before and for no more. Another rhythm is nobody's advantage by itself. */
const isFavourable = (line: Line): boolean =>
  line.thenFen === 0 || (line.thenFen <= line.nowFen && timingThen(line) === line.timing);

/**
 * What of a loan's fees costs another price by a list, or is charged in another rhythm; its product's own stay. A line
 * that is on the list for something else now, once or on request, stands for loans that pay it again and again.
 */
function changedLines(
  loan: ChargedLoan,
  { amountFen, termMonths, grade, loansRepaid, waiting }: TariffSubject,
  { effectiveFrom, rules }: TariffToCome,
): ShownTariff['lines'] {
  const { contract, fees } = parametersAt(effectiveFrom);
  const policy = { pointsShare: fees.pointsShare, vatRate: contract.vatRate };
  const subject = { amountFen: fen(amountFen), termMonths, grade, loansRepaid };
  return latestOf(loan).flatMap(({ rule: code, kind, timing, priceFen, shown: { words } }): Line[] => {
    if (timing === 'PER_PROJECT' || code.startsWith('PRODUCT-')) return [];
    const before = waiting
      .filter((one) => one.rule === code && one.listedFrom < effectiveFrom)
      .toSorted((a, b) => (a.listedFrom < b.listedFrom ? -1 : 1));
    // What counts by itself does so before this list; what people agreed to may count only after it.
    const nowFen = before.findLast((one) => one.isFavourable)?.priceFen ?? priceFen;
    const line = { rule: code, kind, timing, words, nowFen };
    const rule = rules.find((each) => each.code === code);
    if (rule === undefined) return nowFen === 0 ? [] : [ended(line)];
    const { timing: later } = rule;
    if (later === 'ON_REQUEST' || later === 'PER_PROJECT') return [];
    const then = { ...priceFee(rule, subject, NO_POINTS, policy), rule: code, kind, timing: later };
    const { priceFen: thenFen } = then;
    const isSame = thenFen === nowFen && later === timing;
    return isSame && before.length === 0 ? [] : [{ ...line, thenFen, then }];
  });
}

function ended(line: Omit<Line, 'thenFen' | 'then'>): Line {
  const then = null;
  return { ...line, thenFen: 0, then };
}

/** Of each line what was agreed to last. */
function latestOf({ agreements }: ChargedLoan): ChargedLoan['agreements'] {
  return agreements.filter(
    ({ rule }, index) => agreements.findLastIndex((other) => other.rule === rule) === index,
  );
}

/** Whether a loan would cost more a year in all than the law allows, with other prices from a day on. */
function costsTooMuch(
  loan: ChargedLoan,
  { capRate, terms }: TariffSubject,
  effectiveFrom: IsoDate,
  lines: ShownTariff['lines'],
): boolean {
  const schedule = buildSchedule(terms);
  if (!schedule.ok) return true;
  const vatRate = rate(loan.vatRate);
  const dated = latestOf(loan).flatMap((agreement) => {
    const changed = lines.find(({ rule }) => rule === agreement.rule);
    const then =
      changed === undefined
        ? agreement
        : { ...agreement, timing: timingThen(changed), priceFen: fen(changed.thenFen) };
    const from = changeoverOn(effectiveFrom, agreement.timing, then.timing);
    const before = plannedCharges(agreement, loan, vatRate).filter(({ chargedOn }) => chargedOn < from);
    const later = plannedCharges(then, loan, vatRate).filter(({ chargedOn }) => chargedOn >= from);
    return [...before, ...later].map(({ chargedOn: date, amountFen }) => ({
      ...{ code: agreement.kind, date, amountFen },
    }));
  });
  const cost = annualCost(schedule.value, { charges: [], dated, cap: rate(capRate) });
  return !cost.ok || cost.value.isAboveCap;
}

/**
 * Other prices that loans agreed to, or that are dearer in nothing, are agreed from the day on which they count: all
 * lines of a notice, or none.
 */
export async function takeTariffs(
  { sql }: Pick<ActivityDeps, 'sql'>,
  institutionId: string,
  on: IsoDate,
): Promise<void> {
  await take(sql, await openNotices(sql, institutionId, on), on);
}

/**
 * The same for a loan that ended before late evenings came. A list that none of them told it of counts where it is dearer
 * in nothing, with no letter: about others nobody can be asked any more.
 * @param agreed the loan as it ran
 * @returns whether it agreed to other prices since
 */
export async function takeTariffsOfEnded(
  sql: Queryable,
  agreed: ChargedLoan,
  endedOn: IsoDate,
): Promise<boolean> {
  const { loanId, agreements } = agreed;
  const institutionId = agreements[0]?.institutionId ?? '';
  const since = addDays(endedOn, -parametersAt(endedOn).fees.noticeDays);
  const lists = await tariffsToCome(sql, institutionId, { on: since, since });
  const begun = lists.filter(({ effectiveFrom }) => effectiveFrom <= endedOn);
  if (begun.length > 0) {
    const subject = (await tariffSubjects(sql, [loanId])).get(loanId);
    const untold = subject === undefined ? [] : noticesOf(agreed, subject, begun, endedOn);
    await writeNotices(
      sql,
      untold.filter(({ isFavourable: isNoDearer }) => isNoDearer),
    );
  }
  return await take(sql, await openNoticesOf(sql, loanId, endedOn), endedOn);
}

/** @returns whether something was agreed */
async function take(sql: Queryable, notices: readonly OpenNotice[], on: IsoDate): Promise<boolean> {
  if (notices.length === 0) return false;
  const agreed = await agreedPrices(
    sql,
    notices.map(({ loanId }) => loanId),
  );
  const taken: NewAgreement[] = [];
  for (const notice of notices) {
    const before = agreed.get(notice.loanId) ?? [];
    const lines = agreedTo(notice, before, on);
    agreed.set(notice.loanId, [...before, ...lines].toSorted(inOrder));
    taken.push(...lines);
  }
  if (taken.length === 0) return false;
  const before = await listsOfLoans(sql, [...new Set(taken.map(({ loanId }) => loanId))]);
  await writeAgreements(sql, notOvertaken(taken, before), new Date(instantOf(on)).toISOString());
  return true;
}

/** Of two lines that count from one day the later list does. */
function inOrder(one: AgreedPrice, other: AgreedPrice): number {
  const [first, second] = [one, other].map(
    ({ effectiveFrom, listedFrom }) => `${effectiveFrom}/${listedFrom}`,
  );
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

/**
 * Without the lists that would begin to count when a later one counts already: told too late, they never do. Of those
 * that a loan agreed to the latest list counts, not the one that was agreed to last.
 */
function notOvertaken(taken: readonly NewAgreement[], before: readonly BegunList[]): readonly NewAgreement[] {
  const lists = [...before, ...taken];
  return taken.filter(
    ({ loanId, listedFrom, effectiveFrom }) =>
      !lists.some(
        (other) =>
          other.loanId === loanId && other.listedFrom > listedFrom && other.effectiveFrom <= effectiveFrom,
      ),
  );
}

/** What a loan has agreed to by a notice. @param agreed before it, in the order in which it counts */
function agreedTo(notice: OpenNotice, agreed: readonly AgreedPrice[], on: IsoDate): readonly NewAgreement[] {
  const { tariff, loanId, institutionId, enterpriseId, shown } = notice;
  const inForce = (rule: string, day: string): AgreedPrice | undefined =>
    agreed.findLast((one) => one.rule === rule && one.effectiveFrom <= day);
  const counts = countsFrom(notice, inForce, on);
  if (counts === null) return [];
  const { appliesFrom, agreedBy } = counts;
  return shown.lines.map((line) => {
    const { rule, kind, then, thenFen, nowFen } = line;
    const timing = timingThen(line);
    // One that is charged no more is agreed to at nothing.
    const price = then ?? { ...NOTHING, rule, kind, timing, listPriceFen: fen(nowFen) };
    return {
      ...{ institutionId, enterpriseId, loanId, rule, kind, tariff, timing, priceFen: fen(thenFen) },
      ...{ listedFrom: notice.effectiveFrom, agreedBy, pointsUsed: 0 },
      effectiveFrom: changeoverOn(appliesFrom, inForce(rule, appliesFrom)?.timing ?? line.timing, timing),
      shown: shownFee(price),
    };
  });
}

/**
 * From when a loan has agreed to a notice, and by whom: nobody where it is dearer in nothing. Null: it has not. Told as
 * cheaper it may be dearer than what came between, and stays so whatever comes after the day on which its list begins.
 */
function countsFrom(
  { tariff, sentOn, effectiveFrom, isFavourable: isToldSo, signedOn, answers, shown }: OpenNotice,
  inForce: (rule: string, day: string) => AgreedPrice | undefined,
  on: IsoDate,
): { readonly appliesFrom: IsoDate; readonly agreedBy: string | null } | null {
  const { noticeDays } = parametersAt(isoDate(sentOn)).fees;
  const isStillSo = shown.lines.every((line) => {
    const before = inForce(line.rule, effectiveFrom);
    return isFavourable(
      before === undefined ? line : { ...line, nowFen: before.priceFen, timing: before.timing },
    );
  });
  const favourable = isToldSo && isStillSo;
  const versions = [
    { version: 'signed', effectiveFrom: signedOn, noticeOn: null },
    {
      ...{ version: tariff, effectiveFrom: isoDate(effectiveFrom), noticeOn: isoDate(sentOn) },
      favourable,
    },
  ];
  const judged = tariffOn({ versions, answers, signedOn }, on, noticeDays);
  const own = judged.ok ? judged.value.versions.find(({ version }) => version === tariff) : undefined;
  const appliesFrom = own?.status === 'APPLIES' ? own.appliesFrom : null;
  if (appliesFrom === null) return null;
  const last = answers.findLast((answer) => answer.on < appliesFrom);
  return { appliesFrom, agreedBy: favourable ? null : (last?.by ?? null) };
}

const NOTHING = {
  ...{ gradeDiscountFen: fen(0), loyaltyDiscountFen: fen(0), priceFen: fen(0), pointsUsed: fen(0) },
  ...{ toPayFen: fen(0), netFen: fen(0), vatFen: fen(0) },
} as const;
