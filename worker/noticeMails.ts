import type { Logger } from 'pino';
import { type NoticeDetail, type NoticeTopic, noticeText } from '../contracts/notices';
import { businessDate, businessNowMs, instantOf } from '../domain/calendar/clock';
import { addDays } from '../domain/calendar/isoDate';
import { parametersAt } from '../domain/parameters/parametersAt';
import type { ColumnCipher } from '../gateways/crypto';
import type { Database } from '../gateways/database/client';
import { currentClock } from '../gateways/database/clock';
import { writeMessage } from '../gateways/database/messages';
import { openPerson } from '../gateways/database/personalData';
import { type NoticesToMail, takeNoticesToMail } from '../gateways/database/personNotices';
import { inTransaction } from '../gateways/database/transaction';
import { repeatedly } from '../gateways/lifecycle';
import type { MessageQueues, QueuedMessage } from '../gateways/queue';

export interface NoticeMailParts {
  readonly sql: Database['sql'];
  readonly cipher: ColumnCipher;
  readonly queues: Pick<MessageQueues, 'enqueue'>;
  readonly publicUrl: string;
  readonly log: Logger;
}

const EVERY_MS = 5_000;
const BATCH = 200;

/** Mails people what they were told, as each of them chose; several workers at once take different notices. */
export function keepMailingNotices(parts: NoticeMailParts): { stop(): Promise<void> } {
  const failed = (error: unknown) => parts.log.warn({ err: error }, 'notices were not mailed');
  return repeatedly(() => mailNotices(parts).catch(failed), EVERY_MS);
}

/** Mails what is to be mailed now. */
export async function mailNotices({ sql, cipher, queues, publicUrl }: NoticeMailParts): Promise<void> {
  const digestAtMs = lastDigestMs(businessNowMs(await currentClock(sql), Date.now()));
  const messages = await inTransaction(sql, async (client) => {
    const written: QueuedMessage[] = [];
    for (const one of await takeNoticesToMail(client, new Date(digestAtMs).toISOString(), BATCH)) {
      const { name, mail } = openPerson(cipher, one);
      if (mail !== '')
        written.push(await writeMessage(client, cipher, letter(one, { name, mail }, publicUrl)));
    }
    return written;
  });
  for (const message of messages) await queues.enqueue(message);
}

/** The business instant of the last digest: today's, or yesterday's before it. */
export function lastDigestMs(nowMs: number): number {
  const today = businessDate(nowMs);
  const todaysMs = instantOf(today, parametersAt(today).deadlines.digestAt);
  if (nowMs >= todaysMs) return todaysMs;
  const yesterday = addDays(today, -1);
  return instantOf(yesterday, parametersAt(yesterday).deadlines.digestAt);
}

function letter(
  { institutionId, institutionName, notices }: NoticesToMail,
  { name, mail }: { readonly name: string; readonly mail: string },
  publicUrl: string,
) {
  const [first] = notices;
  return {
    channel: 'EMAIL',
    dedupeKey: `notices/${first?.id}`,
    kind: 'NOTICES',
    caseType: 'INSTITUTION',
    caseId: institutionId,
    locale: 'zh-CN',
    recipient: mail,
    values: {
      ...{ enterpriseName: name, institutionName, inboxUrl: publicUrl },
      notices: notices.map(({ topic, detail }) => inBoth(topic, detail)),
    },
  } as const;
}

function inBoth(topic: NoticeTopic, detail: NoticeDetail) {
  return { zh: noticeText('zh-CN', topic, detail), en: noticeText('en', topic, detail) };
}
