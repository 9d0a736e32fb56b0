import type { Answer, appealView, applicationSummary } from '../../contracts/http';
import type { Locale } from '../../contracts/texts/texts';
import type { ApplicationStage } from '../../contracts/workflows';
import type { ApplicationFile, ApplicationRow } from '../../gateways/database/applications';
import type { RouteRow } from '../../gateways/database/approvalRoutes';
import type { OpenTask } from '../../gateways/database/tasks';
import type { Timeline } from '../../gateways/database/timeline';
import { presentRefusal } from '../cases/refusal';
import { presentTimeline } from '../cases/timeline';
import type { AnswerOf } from '../kernel/routing/call';
import { presentCostItems, presentFees } from '../products/cost';
import { presentOpenTask } from '../tasks/present';

type ApplicationView = AnswerOf<'getApplication'>;

export function presentApplicationSummary(
  row: ApplicationRow,
  locale: Locale,
): Answer<typeof applicationSummary> {
  const {
    id,
    institutionId,
    enterpriseId,
    enterprise,
    productId,
    product,
    amountFen,
    termMonths,
    method,
    purpose,
    stage,
    stageSince,
    createdAt,
  } = row;
  return {
    id,
    institutionId,
    enterpriseId,
    enterpriseName: enterprise.name,
    productId,
    productCode: product.code,
    amountFen,
    termMonths,
    method,
    purpose,
    stage,
    stageSince,
    refusal: presentRefusal(row, locale),
    createdAt,
  };
}

/** What goes with the row of an application. */
export interface ApplicationReading {
  readonly timeline: Timeline<ApplicationStage>;
  readonly openTask: OpenTask | null;
  readonly wanted: Pick<ApplicationView, 'missing' | 'wish' | 'supplyBy'>;
  /** For staff only. */
  readonly approval: RouteRow | null;
  readonly showsStaff: boolean;
  readonly readerId: string;
  readonly locale: Locale;
}

/** What is on file of an application, without how its process stands. */
export function presentApplicationFile(
  row: ApplicationFile,
  { approval, locale, showsStaff }: Pick<ApplicationReading, 'approval' | 'locale' | 'showsStaff'>,
): Omit<ApplicationView, 'missing' | 'wish' | 'supplyBy' | 'openTask' | 'timeline'> {
  return {
    ...presentApplicationSummary(row, locale),
    statements: row.statements,
    profile: row.profile,
    assessment: presentAssessment(row.assessment, showsStaff, locale),
    approval: approval && presentRoute(approval),
    offer: presentOffer(row, locale),
    loanId: row.loan?.id ?? null,
    appealUntil: row.appealUntil,
    appeal: row.appeal && presentAppeal(row.appeal, locale),
  };
}

export function presentApplication(row: ApplicationFile, reading: ApplicationReading): ApplicationView {
  const { showsStaff } = reading;
  return {
    ...presentApplicationFile(row, reading),
    ...reading.wanted,
    openTask: presentOpenTask(reading.openTask),
    timeline: presentTimeline(reading.timeline, showsStaff, reading.readerId),
  };
}

export function presentAppeal(
  appeal: NonNullable<ApplicationFile['appeal']>,
  locale: Locale,
): Answer<typeof appealView> {
  const { stage, stageSince: since, reason, answerByAt: answerBy } = appeal;
  return { stage, since, reason, answerBy, refusal: presentRefusal(appeal, locale) };
}

function presentRoute({ amountFen, termMonths, annualRate, method, ...route }: RouteRow) {
  return { ...route, terms: { amountFen, termMonths, annualRate: String(annualRate), method } };
}

/** Score, grade and reasons; staff see the whole, the applicant what 个人信息保护法 art. 24 lets everybody ask for. */
function presentAssessment(
  kept: ApplicationFile['assessment'],
  showsStaff: boolean,
  locale: Locale,
): ApplicationView['assessment'] {
  if (kept === null) return null;
  const { score = null, grade = null, decision = null, reasons = [], knockOuts = [] } = kept.risk ?? {};
  return {
    score,
    grade,
    decision,
    reasons: [...knockOuts, ...reasons].map(({ code, text }) => ({
      code,
      // The text that was in force when it was decided.
      text: locale === 'en' ? text.en : text.zh,
    })),
    figures: showsStaff ? kept : null,
  };
}

/** The offer as it was made; nothing is computed anew. */
function presentOffer({ offer, method }: ApplicationFile, locale: Locale): ApplicationView['offer'] {
  if (offer === null) return null;
  const { terms: _terms, tariff: _tariff, items, fees, ...shown } = offer;
  return { ...shown, method, items: presentCostItems(items, locale), fees: presentFees(fees, locale) };
}
