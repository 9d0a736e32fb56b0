import { noticeText } from '../../contracts/notices';
import type { Locale } from '../../contracts/texts/texts';
import { findPerson } from '../../gateways/database/people';
import {
  chooseNoticeMail,
  countUnread,
  listNotices,
  markRead,
  type NoticeRow,
  nameEscalationPerson,
  readNoticeMail,
} from '../../gateways/database/personNotices';
import type { Parts } from '../kernel/parts';
import { notFound } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { STAFF, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** What people who work here are told, and how. */
export const noticeOperations = {
  listNotices: { who: STAFF, do: list },
  readNotices: { who: STAFF, audit: 'notice.read', do: read },
  getNoticeMail: {
    who: STAFF,
    do: async ({ prisma }, call) => ({ mail: await readNoticeMail(prisma, callerOf(call).userId) }),
  },
  chooseNoticeMail: { who: STAFF, audit: 'notice.chooseMail', do: choose },
  nameEscalationPerson: { who: staff('admin'), audit: 'escalation.name', do: name },
} satisfies SomeOperations;

async function list({ prisma }: Parts, call: Call<'listNotices'>): Promise<AnswerOf<'listNotices'>> {
  const { userId } = callerOf(call);
  const of = { userId, onlyUnread: call.query.unread === 'true' };
  const [page, unread] = await Promise.all([
    listNotices(prisma, of, call.query),
    countUnread(prisma, userId),
  ]);
  return { ...page, items: page.items.map((row) => present(row, call.locale)), unread };
}

async function read({ prisma }: Parts, call: Call<'readNotices'>): Promise<AnswerOf<'readNotices'>> {
  const { userId } = callerOf(call);
  await markRead(prisma, userId, call.body.ids);
  return { unread: await countUnread(prisma, userId) };
}

async function choose({ sql }: Parts, call: Call<'chooseNoticeMail'>): Promise<AnswerOf<'chooseNoticeMail'>> {
  const { mail } = call.body;
  await chooseNoticeMail(sql, callerOf(call).userId, mail);
  call.note({ mail });
  return { mail };
}

async function name(
  { prisma, cipher, sql }: Parts,
  call: Call<'nameEscalationPerson'>,
): Promise<AnswerOf<'nameEscalationPerson'>> {
  const institutionId = institutionOfCall(call);
  const { role } = call.params;
  const { userId } = call.body;
  const person = found(await findPerson(prisma, cipher, userId));
  // Nobody learns here who works elsewhere.
  if (person.institution?.id !== institutionId) throw notFound();
  await nameEscalationPerson(sql, { institutionId, role, userId, namedBy: callerOf(call).userId });
  call.note({ role, userId });
  return { role, userId };
}

function present(
  { topic, detail, ...notice }: NoticeRow,
  locale: Locale,
): AnswerOf<'listNotices'>['items'][number] {
  return { ...notice, topic, text: noticeText(locale, topic, detail) };
}
