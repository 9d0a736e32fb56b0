import { ROLE_TEXTS } from '../../../contracts/texts/processTexts';
import { fact, type Templates, text } from './define';

/** Messages to people of an institution. */
export const staffTemplates = {
  STAFF_INVITATION: ({ invitationUrl, expiresAt, role }) => ({
    subject: text('邀请您开通工作账户', 'You are invited to open your account'),
    paragraphs: [
      text(
        `本机构邀请您开通工作账户，角色为“${ROLE_TEXTS[role].zh}”。请打开下面的链接设置您自己的密码；链接只能使用一次，请勿转发。`,
        `We invite you to open your account, as ${ROLE_TEXTS[role].en}. Open the link below and set a password of your own. The link works once: do not pass it on.`,
      ),
      text(
        '如果您不知道此事，请忽略本邮件并告知我们。',
        'If you know nothing of it, ignore this mail and tell us.',
      ),
    ],
    facts: [fact.validUntil(expiresAt)],
    action: { label: text('开通账户', 'Open the account'), url: invitationUrl },
  }),
} satisfies Partial<Templates>;
