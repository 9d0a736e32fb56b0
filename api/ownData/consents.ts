import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import {
  type ConsentPurpose,
  LEGAL_TEXTS,
  type LegalText,
  legalTextsAt,
  wordsOf,
} from '../../contracts/consents';
import type { KnownRefusal } from '../../contracts/refusals';
import type { Locale } from '../../contracts/texts/texts';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { ConsentRow, NewConsent } from '../../gateways/database/consents';
import { invalid } from '../kernel/problems/apiProblem';
import type { AnswerOf } from '../kernel/routing/call';

/** Without these there is no account. */
export const REQUIRED_CONSENTS: readonly ConsentPurpose[] = ['PRIVACY_POLICY'];

/** What was shown, so that nobody can say later that it was another text. */
export function hashOf(text: LegalText, locale: Locale): string {
  return createHash('sha256').update(wordsOf(text, locale)).digest('hex');
}

/** A consent as a request gives it. */
export interface GivenConsent {
  readonly purpose: ConsentPurpose;
  readonly version: number;
}

/** Who gives consents, for which enterprise, and in which language the texts were read. */
export interface ConsentsBy
  extends Pick<NewConsent, 'enterpriseId' | 'institutionId' | 'givenBy' | 'locale'> {
  readonly today: IsoDate;
}

/**
 * Consents as they are kept.
 * @param field where the request gives them
 * @throws ApiProblem 422 when a version is not the one that is in force
 */
export function consentsOf(
  given: readonly GivenConsent[],
  by: ConsentsBy,
  field: string,
): readonly NewConsent[] {
  const { today, ...rest } = by;
  return given.map((consent) => {
    const { purpose, version } = consent;
    const text = textOf(consent, today);
    if (text === undefined) throw invalid([{ code: 'TEXT_NOT_IN_FORCE', field }]);
    return { ...rest, id: uuidv7(), purpose, textVersion: version, textHash: hashOf(text, rest.locale) };
  });
}

/** What is wrong with the consents of a registration: what everybody must agree to, to the text in force. */
export function wrongWithConsents(
  given: readonly GivenConsent[],
  today: IsoDate,
  field: string,
): readonly KnownRefusal[] {
  const isAgreed = REQUIRED_CONSENTS.every((purpose) => given.some((consent) => consent.purpose === purpose));
  const areInForce = given.every((consent) => textOf(consent, today) !== undefined);
  return [
    ...(isAgreed ? [] : [{ code: 'CONSENT_REQUIRED', field } as const]),
    ...(areInForce ? [] : [{ code: 'TEXT_NOT_IN_FORCE', field } as const]),
  ];
}

function textOf({ purpose, version }: GivenConsent, today: IsoDate): LegalText | undefined {
  return legalTextsAt(today).find((text) => text.purpose === purpose && text.version === version);
}

/** A consent with the text as it was shown. */
export function presentConsent(row: ConsentRow): AnswerOf<'listConsents'>['items'][number] {
  const { purpose, textVersion } = row;
  const text = LEGAL_TEXTS.find((known) => known.purpose === purpose && known.version === textVersion);
  return { ...row, text: text === undefined ? '' : wordsOf(text, row.locale) };
}
