import { z } from 'zod';
import { annualCostView, type applicationSummary, costItem, scheduleRowView } from '../../contracts/http';
import { findText, type Locale, reasonText } from '../../contracts/texts/texts';
import type { ApplicationFile, ApplicationRow } from '../../gateways/database/applications';
import type { AuditRow } from '../../gateways/database/audit';
import type { TaskRow } from '../../gateways/database/tasks';
import { presentRefusal } from '../cases/refusal';
import { presentTimeline } from '../cases/timeline';
import type { AnswerOf } from '../kernel/routing/call';
import { presentOpenTask } from '../tasks/present';

type ApplicationView = AnswerOf<'getApplication'>;

export function presentApplicationSummary(
  row: ApplicationRow,
  locale: Locale,
): z.output<typeof applicationSummary> {
  const {
    id,
    institutionId,
    enterpriseId,
    enterpriseName,
    productId,
    productCode,
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
    enterpriseName,
    productId,
    productCode,
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
  readonly timeline: readonly AuditRow[];
  readonly openTask: TaskRow | null;
  readonly missing: readonly string[];
  readonly showsStaff: boolean;
  readonly readerId: string;
  readonly locale: Locale;
}

export function presentApplication(row: ApplicationFile, reading: ApplicationReading): ApplicationView {
  const { locale, showsStaff } = reading;
  return {
    ...presentApplicationSummary(row, locale),
    statements: { ...row.statements },
    profile: { ...row.profile },
    assessment: presentAssessment(row.assessment, showsStaff, locale),
    offer: presentOffer(row, locale),
    missing: [...reading.missing],
    openTask: presentOpenTask(reading.openTask),
    loanId: row.loanId,
    timeline: presentTimeline(reading.timeline, showsStaff, reading.readerId),
  };
}

const storedReason = z.looseObject({
  code: z.string(),
  text: z.object({ zh: z.string(), en: z.string() }).optional().catch(undefined),
});

const storedReasons = z.array(storedReason).catch([]);

const storedAssessment = z.looseObject({
  score: z.number().nullable().catch(null),
  grade: z.string().nullable().catch(null),
  decision: z.string().nullable().catch(null),
  reasons: storedReasons,
  knockOuts: storedReasons,
});

/** Score, grade and reasons; staff see the whole, the applicant what 个人信息保护法 art. 24 lets everybody ask for. */
function presentAssessment(
  stored: ApplicationFile['assessment'],
  showsStaff: boolean,
  locale: Locale,
): ApplicationView['assessment'] {
  if (stored === null) return null;
  const risk = typeof stored.risk === 'object' && stored.risk !== null ? stored.risk : stored;
  const { score, grade, decision, reasons, knockOuts } = storedAssessment.parse(risk);
  return {
    score,
    grade,
    decision,
    reasons: [...knockOuts, ...reasons].map((reason) => presentReason(reason, locale)),
    figures: showsStaff ? { ...stored } : {},
  };
}

/** The text that was in force when it was decided; the present one when none was kept. */
function presentReason(
  { code, text }: z.output<typeof storedReason>,
  locale: Locale,
): { code: string; text: string } {
  const kept = locale === 'en' ? text?.en : text?.zh;
  return { code, text: kept ?? reasonText(locale, code) };
}

const storedOffer = z.looseObject({
  amountFen: z.number().optional(),
  principalFen: z.number().optional(),
  termMonths: z.number().optional(),
  annualRate: z.string().catch(''),
  expiresAt: z.string().nullable().catch(null),
  annualCost: annualCostView.nullable().catch(null),
  items: z.array(costItem.partial({ name: true })).catch([]),
  schedule: z.array(scheduleRowView).catch([]),
});

/** The offer as it was made; nothing is computed anew. */
function presentOffer(row: ApplicationFile, locale: Locale): ApplicationView['offer'] {
  if (row.offer === null) return null;
  const offer = storedOffer.parse(row.offer);
  return {
    amountFen: offer.amountFen ?? offer.principalFen ?? row.amountFen,
    termMonths: offer.termMonths ?? row.termMonths,
    method: row.method,
    annualRate: offer.annualRate,
    expiresAt: offer.expiresAt,
    annualCost: offer.annualCost,
    items: offer.items.map(({ code, amountFen }) => ({
      code,
      name: findText(locale, 'costs', code) ?? code,
      amountFen,
    })),
    schedule: offer.schedule,
  };
}
