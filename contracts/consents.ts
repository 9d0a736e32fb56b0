import { type Locale, type TextKey, textOf } from './texts/texts';

/** What somebody may agree to, each by itself (个人信息保护法 art. 14, 23, 29; 征信业管理条例 art. 18). */
export const CONSENT_PURPOSES = ['PRIVACY_POLICY', 'CREDIT_ENQUIRY', 'MARKETING', 'FILE_SHARING'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** A text as it was in force from a day on; what was agreed to names its version, so none is ever changed. */
export interface LegalText {
  readonly purpose: ConsentPurpose;
  readonly version: number;
  /** Business date. */
  readonly effectiveFrom: string;
  readonly text: TextKey<'legal'>;
}

/**
 * All versions, oldest first. Without PRIVACY_POLICY there is no account; without CREDIT_ENQUIRY no assessment; without
 * FILE_SHARING no other institution gets the file.
 */
export const LEGAL_TEXTS: readonly LegalText[] = [
  { purpose: 'PRIVACY_POLICY', version: 1, effectiveFrom: '2019-08-20', text: 'PRIVACY_POLICY_1' },
  { purpose: 'CREDIT_ENQUIRY', version: 1, effectiveFrom: '2019-08-20', text: 'CREDIT_ENQUIRY_1' },
  { purpose: 'MARKETING', version: 1, effectiveFrom: '2019-08-20', text: 'MARKETING_1' },
  { purpose: 'FILE_SHARING', version: 1, effectiveFrom: '2019-08-20', text: 'FILE_SHARING_1' },
];

/** The text of each purpose that is in force on a business date. */
export function legalTextsAt(date: string): readonly LegalText[] {
  const inForce = LEGAL_TEXTS.filter(({ effectiveFrom }) => effectiveFrom <= date);
  return CONSENT_PURPOSES.flatMap((purpose) => inForce.filter((text) => text.purpose === purpose).slice(-1));
}

/** The words of a text in a language. */
export function wordsOf({ text }: LegalText, locale: Locale): string {
  return textOf(locale, 'legal', text);
}
