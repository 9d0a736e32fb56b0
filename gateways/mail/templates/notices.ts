import { type Templates, text } from './define';

/** What people who work here are told. */
export const noticeTemplates = {
  NOTICES: ({ notices, inboxUrl }) => ({
    subject:
      notices.length === 1
        ? text('您有一条新通知', 'Something concerns you')
        : text(`您有 ${notices.length} 条新通知`, `${notices.length} things concern you`),
    paragraphs: notices,
    action: { label: text('打开待办', 'Open the inbox'), url: inboxUrl },
  }),
} satisfies Partial<Templates>;
