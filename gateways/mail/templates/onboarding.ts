import { fact, reasonsIn, type Templates, text } from './define';

const activate = (url: string) => ({ label: text('激活账户', 'Activate the account'), url });

/** Messages of `onboarding/{enterpriseId}`. */
export const onboardingTemplates = {
  ACTIVATION: ({ activationUrl, expiresAt }) => ({
    subject: text('请激活您的账户', 'Please activate your account'),
    paragraphs: [
      text(
        '我们收到了贵企业的注册申请。请打开下面的链接激活账户；如果不是您提交的，请忽略本邮件。',
        'We received the registration of your enterprise. Open the link below to activate the account. If it was not you, ignore this mail.',
      ),
    ],
    facts: [fact.validUntil(expiresAt)],
    action: activate(activationUrl),
  }),
  ACTIVATION_REMINDER: ({ activationUrl, expiresAt }) => ({
    subject: text('您的账户尚未激活', 'Your account is not active yet'),
    paragraphs: [
      text(
        '您的激活链接即将到期，到期后需要重新注册。',
        'Your activation link is about to expire. After that you have to register again.',
      ),
    ],
    facts: [fact.validUntil(expiresAt)],
    action: activate(activationUrl),
  }),
  ACTIVATION_EXPIRED: () => ({
    subject: text('激活链接已过期', 'The activation link has expired'),
    paragraphs: [
      text(
        '账户未在有效期内激活，本次注册已关闭。您可以随时重新注册。',
        'The account was not activated in time, so the registration was closed. You may register again at any time.',
      ),
    ],
  }),
  ONBOARDING_REFUSED: (why) => ({
    subject: text('注册未通过审核', 'Your registration was not accepted'),
    paragraphs: [
      text(
        '很遗憾，贵企业的注册未通过审核。',
        'We are sorry: the registration of your enterprise was not accepted.',
      ),
      text(`原因：${reasonsIn(why).zh}`, `Reason: ${reasonsIn(why).en}`),
      text(
        '如有异议，请回复本邮件申请人工复核。',
        'If you disagree, reply to this mail and a person will look at it again.',
      ),
    ],
  }),
  ONBOARDING_ACTIVE: () => ({
    subject: text('账户已开通', 'Your account is open'),
    paragraphs: [
      text('审核已通过，您现在可以提交贷款申请。', 'The review is done. You can apply for a loan now.'),
    ],
  }),
} satisfies Partial<Templates>;
