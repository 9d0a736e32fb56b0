import type { Answer, correctionView, enterpriseSummary } from '../../contracts/http';
import { type Locale, whyRefused } from '../../contracts/texts/texts';
import type { OnboardingStage } from '../../contracts/workflows';
import { maskAccount } from '../../domain/identifiers/bankAccount';
import { maskEmail, maskName } from '../../domain/identifiers/personalData';
import { type MobileE164, maskMobile } from '../../domain/identifiers/phone';
import { maskResidentId } from '../../domain/identifiers/residentId';
import { PART_FIELDS, type PartField } from '../../domain/kyc/fileParts';
import type { Correction } from '../../gateways/database/corrections';
import type { EnterpriseFile, EnterpriseRow } from '../../gateways/database/enterprises';
import type { PersonalData } from '../../gateways/database/personalData';
import type { OpenTask } from '../../gateways/database/tasks';
import type { Timeline } from '../../gateways/database/timeline';
import { presentRefusal } from '../cases/refusal';
import { presentTimeline } from '../cases/timeline';
import type { AnswerOf } from '../kernel/routing/call';
import { presentOpenTask } from '../tasks/present';

export function presentEnterpriseSummary(row: EnterpriseRow): Answer<typeof enterpriseSummary> {
  const { id, institutionId, name, uscc, stage, stageSince, riskGrade, createdAt } = row;
  return { id, institutionId, name, uscc, stage, stageSince, riskGrade, createdAt };
}

/** Personal data as a reader sees them who does not work with them. */
export function maskPersonalData(data: PersonalData): PersonalData {
  return {
    mobile: maskMobile(data.mobile as MobileE164),
    mail: maskEmail(data.mail),
    legalPerson: {
      name: maskName(data.legalPerson.name),
      residentId: maskResidentId(data.legalPerson.residentId),
    },
    bankAccountNo: maskAccount(data.bankAccountNo),
  };
}

/** What goes with the row of an enterprise. */
export interface EnterpriseReading {
  readonly data: PersonalData;
  readonly masked: boolean;
  readonly showsStaff: boolean;
  readonly readerId: string;
  readonly timeline: Timeline<OnboardingStage>;
  readonly openTask: OpenTask | null;
  readonly corrections: readonly Correction[];
  readonly locale: Locale;
}

export function presentEnterprise(
  row: EnterpriseFile,
  reading: EnterpriseReading,
): AnswerOf<'getEnterprise'> {
  const { data, masked, showsStaff, locale } = reading;
  return {
    ...presentEnterpriseSummary(row),
    ...(masked ? maskPersonalData(data) : data),
    mobileConfirmedAt: row.mobileConfirmedAt,
    // Risk grade and findings are the institution's own judgement.
    riskGrade: showsStaff ? row.riskGrade : null,
    refusal: presentRefusal(row, locale),
    masked,
    locale: row.locale,
    checks: showsStaff ? { registry: row.registryResult, screening: row.screeningResult } : null,
    // Nor is it told that its name is on a list (反洗钱法 2024 art. 7).
    openTask: showsStaff ? presentOpenTask(reading.openTask) : null,
    corrections: reading.corrections.map((each) => presentCorrection(each, { masked, locale })),
    timeline: presentTimeline(reading.timeline, showsStaff, reading.readerId),
  };
}

const MASKS: Readonly<Record<PartField, (value: string) => string>> = {
  // What an enterprise is called is no personal data.
  name: (value) => value,
  legalPerson: maskName,
  residentId: maskResidentId,
  bankAccountNo: maskAccount,
  mobile: (value) => maskMobile(value as MobileE164),
};

/** A part of a file that is or was to be put right. */
export function presentCorrection(
  { after, before, reasonCode, suppliedBy: _person, words, ...row }: Correction,
  { masked, locale }: { readonly masked: boolean; readonly locale: Locale },
): Answer<typeof correctionView> {
  const shown = (field: PartField, value: string) => (masked ? MASKS[field](value) : value);
  return {
    ...row,
    reasonCode,
    reason: whyRefused(locale, reasonCode === null ? [] : [reasonCode], words),
    changes: PART_FIELDS.flatMap((field) => {
      const [was, is] = [before[field], after[field]];
      if (was === undefined || is === undefined) return [];
      return [{ field, before: shown(field, was), after: shown(field, is) }];
    }),
  };
}
