import { type MessageKind, readMessage } from '../../contracts/messages';
import type { Locale } from '../../contracts/texts/texts';
import { findContact, type RegistrationOutcome } from '../../gateways/database/enterprises';
import type { InstitutionRow } from '../../gateways/database/institutions';
import { type NewMessage, writeMessage } from '../../gateways/database/messages';
import type { Parts } from '../kernel/parts';
import { pageUrl } from '../people/letters';

/** A registration of something that was known. */
export interface KnownRegistration {
  readonly outcome: Extract<RegistrationOutcome, 'USCC_TAKEN' | 'MAIL_TAKEN'>;
  /** The id that the registration would have had. */
  readonly enterpriseId: string;
  readonly institution: InstitutionRow;
  readonly uscc: string;
  readonly mail: string;
  readonly locale: Locale;
}

/**
 * Says by mail what the answer says to nobody, since anybody may ask it: that an enterprise or a mail address is known
 * is told the one whom it is known of. Nothing that the stranger wrote is in the mail, and one a day is sent at most.
 */
export async function tellWhoIsKnown(parts: Parts, known: KnownRegistration): Promise<void> {
  const { cipher, log, prisma, sql } = parts;
  const contact =
    known.outcome === 'USCC_TAKEN'
      ? await findContact(prisma, cipher, known.institution.id, known.uscc)
      : null;
  const letter =
    contact === null
      ? letterOf(parts, known, {
          kind: 'MAIL_HAS_ACCOUNT',
          about: parts.blindIndex('mail', known.mail),
          to: { enterpriseName: known.mail, ...known },
        })
      : letterOf(parts, known, {
          kind: 'REGISTRATION_REPEATED',
          about: contact.enterpriseId,
          to: { ...contact, enterpriseName: contact.name },
        });
  await writeMessage(sql, cipher, letter);
  log.info({ outcome: known.outcome }, 'a registration of what is known: told by mail');
}

interface Letter {
  readonly kind: MessageKind;
  /** What it is about, for one a day. */
  readonly about: string;
  readonly to: {
    readonly enterpriseId: string;
    readonly enterpriseName: string;
    readonly mail: string;
    readonly locale: Locale;
  };
}

function letterOf(
  parts: Pick<Parts, 'settings'>,
  { institution }: KnownRegistration,
  { about, kind, to }: Letter,
): NewMessage {
  const day = new Date().toISOString().slice(0, 10);
  const { enterpriseId, enterpriseName, locale, mail } = to;
  const values = readMessage(kind, {
    enterpriseName,
    institutionName: institution.nameZh,
    signInUrl: pageUrl(parts, 'sign-in'),
  });
  if (!values.ok) throw new RangeError(`${kind}: ${JSON.stringify(values.refusal.detail)}`);
  return {
    channel: 'EMAIL',
    dedupeKey: `registration/${about}/known/${day}/EMAIL`,
    kind,
    caseType: 'ONBOARDING',
    caseId: enterpriseId,
    locale,
    recipient: mail,
    values: values.value,
  };
}
