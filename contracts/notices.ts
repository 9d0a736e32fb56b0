import type { Role } from '../domain/approval/roles';
import type { TaskKind } from '../domain/approval/tasks';
import { ROLE_TEXTS, TASK_TEXTS } from './texts/processTexts';
import { type Locale, textOf } from './texts/texts';

/** What people are told, in the product and by mail. */
export const NOTICE_TOPICS = [
  'TASK_GIVEN',
  'TASK_TAKEN_OVER',
  /** Its case goes another way first: the enterprise corrects its file. */
  'TASK_SUPERSEDED',
  /** It was put off until now. */
  'TASK_BACK',
  'TASK_DUE_SOON',
  'TASK_OVERDUE',
  /** To whoever watches over a role. */
  'TASK_ESCALATED',
  /** A task waits that none of the institution's people may decide. */
  'NOBODY_MAY_DECIDE',
  'DELEGATION_GRANTED',
  'DELEGATION_REVOKED',
  'MENTION',
  'ACCESS_CHANGED',
  /** A review of rights asks a manager about people of the team. */
  'ACCESS_REVIEW',
] as const;
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];

/** Values of a notice's sentence; `kind` and `role` are said in the reader's language. */
export type NoticeDetail = Readonly<Record<string, string | number>> & {
  readonly kind?: TaskKind;
  readonly role?: Role;
};

/** How somebody is told by mail: of each as it comes, once a day, or never. */
export const NOTICE_MAILS = ['EACH', 'DAILY', 'NEVER'] as const;
export type NoticeMail = (typeof NOTICE_MAILS)[number];

/** A notice as a sentence. */
export function noticeText(
  locale: Locale,
  topic: NoticeTopic,
  { kind, role, ...more }: NoticeDetail,
): string {
  const language = locale === 'en' ? 'en' : 'zh';
  return textOf(locale, 'notices', topic, {
    ...more,
    task: kind === undefined ? '' : TASK_TEXTS[kind][language],
    role: role === undefined ? '' : ROLE_TEXTS[role][language],
  });
}
