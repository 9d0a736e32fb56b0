import { minuteOf, type Templates, text } from './define';

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
  AUDIT_HEAD: ({ at, number, recordId, hash, faults }) => ({
    subject:
      faults === 0
        ? text('审计链当日链头', 'Head of the audit trail')
        : text('审计记录被改动', 'The audit trail was touched'),
    paragraphs: [
      faults === 0
        ? text(
            '审计记录完整。请保存本邮件：事后可用链头核对审计记录是否被改动。',
            'The trail is whole. Keep this mail: with the head it can be told later whether the trail was touched.',
          )
        : text(
            `核对发现 ${faults} 处与链不符，请立即按运维手册处理（npm run audit:verify）。`,
            `${faults} places do not agree with the chain: see the runbook now (npm run audit:verify).`,
          ),
    ],
    facts: [
      [text('链头', 'Head'), JSON.stringify({ auditHead: { number, recordId, hash } })],
      [text('时间', 'At'), minuteOf(at)],
    ],
  }),
} satisfies Partial<Templates>;
