import { type GivenValues, type MessageKind, readMessage } from '../../contracts/messages';
import type { Locale } from '../../contracts/texts/texts';
import type { Account } from '../../gateways/database/accounts';
import { writeMessage } from '../../gateways/database/messages';
import type { Parts } from '../kernel/parts';
import { tooMany } from '../kernel/problems/apiProblem';
import { securityRules } from '../kernel/security/rules';

/** What the platform calls itself to whom no institution writes. */
const PLATFORM = '中小企业金融服务平台 SME lending';

/** A letter to a person about the own account. */
export interface AccountLetter<Kind extends MessageKind> {
  readonly kind: Kind;
  readonly values: GivenValues<Kind>;
  /** What it is about: one letter for each. */
  readonly about: string;
  readonly locale: Locale;
  /** The number where it goes by short message; without it, by mail to the account's address. */
  readonly mobile?: string;
}

/** Writes a letter to its row and has it sent at once. */
export async function writeToAccount<Kind extends MessageKind>(
  { cipher, queues, sql }: Pick<Parts, 'cipher' | 'queues' | 'sql'>,
  to: Pick<Account, 'userId' | 'name' | 'mail' | 'institution'>,
  { about, kind, locale, mobile, values }: AccountLetter<Kind>,
): Promise<void> {
  const read = readMessage(kind, {
    ...values,
    enterpriseName: to.name,
    institutionName: to.institution?.nameZh ?? PLATFORM,
  });
  if (!read.ok) throw new RangeError(`${kind}: ${JSON.stringify(read.refusal.detail)}`);
  const channel = mobile === undefined ? 'EMAIL' : 'SMS';
  const message = await writeMessage(sql, cipher, {
    channel,
    dedupeKey: `account/${to.userId}/${kind}/${about}/${channel}`,
    kind,
    caseType: 'ACCOUNT',
    caseId: to.userId,
    locale,
    recipient: mobile ?? to.mail,
    values: read.value,
  });
  await queues.enqueue(message);
}

/** The address of a page of ours, for a letter. */
export const pageUrl = ({ settings }: Pick<Parts, 'settings'>, path: string): string =>
  `${settings.publicUrl}/${path}`;

/** Counts what people have sent to a mailbox or a number: somebody else's may be theirs. @throws ApiProblem 429 */
export async function countLetter({ limits }: Pick<Parts, 'limits'>, to: string): Promise<void> {
  const full = await limits.take('letterTo', to, securityRules().lettersTo);
  if (full !== null) throw tooMany(full.seconds);
}

const MINUTE_MS = 60_000;

/** The instant in so many minutes of real time, for what a letter says of its link or code. */
export const inMinutes = (minutes: number): string =>
  new Date(Date.now() + minutes * MINUTE_MS).toISOString();
