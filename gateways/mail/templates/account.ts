import { z } from 'zod';
import { defineTemplate, fact, lineValue, momentValue, text, urlValue } from './define';

const link = z.object({ url: urlValue, expiresAt: momentValue });

/** Messages about signing in and about work, for people of the institution as well. */
export const accountTemplates = {
  MAIL_VERIFICATION: defineTemplate(link, ({ expiresAt, url }) => ({
    subject: text('请确认您的邮箱', 'Please confirm your mail address'),
    paragraphs: [text('如果不是您操作的，请忽略。', 'If it was not you, ignore this mail.')],
    facts: [fact.validUntil(expiresAt)],
    action: { label: text('确认邮箱', 'Confirm'), url },
  })),
  PASSWORD_RESET: defineTemplate(link, ({ expiresAt, url }) => ({
    subject: text('重置密码', 'Reset your password'),
    paragraphs: [
      text(
        '如果不是您操作的，请忽略，密码不会改变。',
        'If it was not you, ignore this mail: nothing changes.',
      ),
    ],
    facts: [fact.validUntil(expiresAt)],
    action: { label: text('设置新密码', 'Set a new password'), url },
  })),
  TASK_OVERDUE: defineTemplate(
    z.object({ taskZh: lineValue, taskEn: lineValue, dueAt: momentValue, url: urlValue.optional() }),
    ({ dueAt, taskEn, taskZh, url }) => ({
      subject: text(`待办超时：${taskZh}`, `Task overdue: ${taskEn}`),
      paragraphs: [
        text(
          '该任务已超过处理时限，请尽快处理。',
          'This task is past its time limit. Please deal with it soon.',
        ),
      ],
      facts: [[text('时限', 'Was due at'), dueAt]],
      ...(url === undefined ? {} : { action: { label: text('打开任务', 'Open the task'), url } }),
    }),
  ),
};
