import type { Locale } from '../../contracts/texts/texts';
import {
  type Addressee,
  countUnreadMessages,
  listSentMessages,
  markMessagesRead,
  type SentMessage,
} from '../../gateways/database/sentMessages';
import { writeMessage } from '../../gateways/mail';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { APPLICANT } from '../kernel/security/policy';
import { found } from '../kernel/security/scope';

/** What was written to an enterprise, for its people to read again. */
export const messageOperations = {
  listMessages: { who: APPLICANT, do: list },
  readMessages: { who: APPLICANT, audit: 'message.read', do: read },
} satisfies SomeOperations;

function addresseeOf(call: Pick<Call, 'caller'>): Addressee {
  const { enterprise, userId } = callerOf(call);
  return { enterpriseId: found(enterprise).id, userId };
}

async function list({ cipher, sql }: Parts, call: Call<'listMessages'>): Promise<AnswerOf<'listMessages'>> {
  const addressee = addresseeOf(call);
  const of = { ...addressee, onlyUnread: call.query.unread === 'true' };
  const [page, unread] = await Promise.all([
    listSentMessages(sql, cipher, of, call.query),
    countUnreadMessages(sql, addressee),
  ]);
  return { ...page, items: page.items.flatMap((message) => present(message, call.locale)), unread };
}

async function read({ sql }: Parts, call: Call<'readMessages'>): Promise<AnswerOf<'readMessages'>> {
  const addressee = addresseeOf(call);
  await markMessagesRead(sql, { ...addressee, ids: call.body.ids });
  return { unread: await countUnreadMessages(sql, addressee) };
}

type Presented = AnswerOf<'listMessages'>['items'][number];

/** As its mail said it, without the link. One whose values an older release wrote, and nobody can read now, is left out. */
function present(
  { createdAt: _, kind, values, ...message }: SentMessage,
  locale: Locale,
): readonly Presented[] {
  const written = writeMessage(kind, values);
  if (!written.ok) return [];
  const language = locale === 'en' ? 'en' : 'zh';
  const { subject, paragraphs, facts = [] } = written.value;
  return [
    {
      ...message,
      kind,
      subject: subject[language],
      paragraphs: paragraphs.map((paragraph) => paragraph[language]),
      facts: facts.map(([label, value]) => ({ label: label[language], value })),
    },
  ];
}
