import type { MessageValues } from '../../../contracts/messages';
import type { BilingualText } from '../../../domain/parameters/version';
import { FILE_PART_NAMES, fact, minuteOf, reasonsIn, signIn, type Templates, text } from './define';

const activate = (url: string) => ({ label: text('激活账户', 'Activate the account'), url });

type Correction = MessageValues<'CORRECTION_WANTED'>;

/** Each part with what is wrong with it. */
const partsIn = ({ parts }: Correction): readonly BilingualText[] =>
  parts.map(({ part, reasonCode, words }) => {
    const { zh, en } = reasonsIn({ codes: reasonCode === null ? [] : [reasonCode], reason: words });
    const name = FILE_PART_NAMES[part];
    return text(`${name.zh}：${zh}`, `${name.en}: ${en}`);
  });
const correct = (url: string) => ({ label: text('更正资料', 'Correct the file'), url });

const PEOPLE_CHANGES: Readonly<Record<'JOINED' | 'LEFT' | 'REMOVED', (person: string) => BilingualText>> = {
  JOINED: (person) =>
    text(
      `${person}接受邀请，现在可以代表贵企业。`,
      `${person} accepted an invitation and may act for your enterprise.`,
    ),
  LEFT: (person) =>
    text(`${person}已退出，不能再代表贵企业。`, `${person} has left and acts for your enterprise no more.`),
  REMOVED: (person) =>
    text(
      `${person}已被移除，不能再代表贵企业。`,
      `${person} was removed and acts for your enterprise no more.`,
    ),
};

/** Messages of `onboarding/{enterpriseId}`, and about the people of an enterprise. */
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
  REGISTRATION_REPEATED: ({ signInUrl }) => ({
    subject: text('贵企业已经注册', 'Your enterprise is registered already'),
    paragraphs: [
      text(
        '有人再次以贵企业的统一社会信用代码向我们提交注册。贵企业已在我处注册，此次提交未产生任何变更。',
        'Somebody registered your enterprise with us once more, by its unified social credit code. It is registered already, and nothing was changed.',
      ),
      text(
        '如果是您或您的同事提交的：请使用原账户登录；若尚未激活，请打开激活邮件中的链接；忘记密码请联系我们。如果不是，请忽略本邮件，账户未受影响。',
        'If it was you or a colleague, sign in with the account that is there. If it is not active yet, open the link in its activation mail. If the password is lost, write to us. If it was not you, ignore this mail: the account is untouched.',
      ),
    ],
    action: signIn(signInUrl),
  }),
  ENTERPRISE_INVITATION: ({ expiresAt, invitationUrl, invitedBy }) => ({
    subject: text('邀请您代表企业办理业务', 'You are invited to act for an enterprise'),
    paragraphs: [
      text(
        `${invitedBy}邀请您在平台上代表本企业办理业务。请打开下面的链接接受邀请；链接只能使用一次，请勿转发。`,
        `${invitedBy} invites you to act for the enterprise on this platform. Open the link below to accept. It works once: do not pass it on.`,
      ),
      text('如果您不知道此事，请忽略本邮件。', 'If you know nothing of it, ignore this mail.'),
    ],
    facts: [fact.validUntil(expiresAt)],
    action: { label: text('接受邀请', 'Accept the invitation'), url: invitationUrl },
  }),
  PEOPLE_CHANGED: ({ at, change, person }) => ({
    subject: text('可代表贵企业的人员有变动', 'Who acts for your enterprise has changed'),
    paragraphs: [
      PEOPLE_CHANGES[change](person),
      text('如果您不知道此事，请立即联系我们。', 'If you know nothing of it, tell us at once.'),
    ],
    facts: [[text('时间', 'When'), minuteOf(at)]],
  }),
  MAIL_HAS_ACCOUNT: ({ signInUrl }) => ({
    subject: text('该邮箱已有账户', 'This mail address has an account already'),
    paragraphs: [
      text(
        '有人使用本邮箱提交企业注册。本邮箱已有账户，因此此次提交未被受理。',
        'Somebody registered an enterprise with this mail address. It has an account already, so nothing came of it.',
      ),
      text(
        '如果是您提交的：请使用原账户登录，在“我的企业”中登记另一家企业，无需换用其他邮箱。如果不是，请忽略本邮件，账户未受影响。',
        'If it was you, sign in with the account that is there: a further enterprise is registered under “Your enterprises”, with the same address. If it was not you, ignore this mail: the account is untouched.',
      ),
    ],
    action: signIn(signInUrl),
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
        '如信息有误，请更正后重新注册，将重新审核。',
        'If something was wrong, put it right and register again: it will be reviewed anew.',
      ),
    ],
  }),
  CORRECTION_WANTED: (correction) => ({
    subject: text('请更正企业资料', 'Please correct the file of your enterprise'),
    paragraphs: [
      correction.isOwnWish
        ? text(
            '您要求更正以下资料，审核已暂停。更正并提交后继续审核，其他资料不受影响。',
            'You asked to correct what follows, and the review waits for it. It goes on once you have handed it in; nothing else is affected.',
          )
        : text(
            '审核中发现以下资料需要更正。请登录后逐项更正并提交，其他资料无需重填。',
            'The review found that what follows must be corrected. Sign in, correct each part and hand it in; nothing else has to be filled in again.',
          ),
      ...partsIn(correction),
    ],
    facts: [fact.validUntil(correction.expiresAt)],
    action: correct(correction.correctUrl),
  }),
  CORRECTION_REMINDER: (correction) => ({
    subject: text('企业资料尚待更正', 'The file of your enterprise still waits for you'),
    paragraphs: [
      text(
        '以下资料尚未更正。逾期未提交，本次注册将关闭，需要重新注册。',
        'What follows is not corrected yet. If it is not handed in in time, the registration is closed, and you have to register again.',
      ),
      ...partsIn(correction),
    ],
    facts: [fact.validUntil(correction.expiresAt)],
    action: correct(correction.correctUrl),
  }),
  ONBOARDING_ACTIVE: () => ({
    subject: text('账户已开通', 'Your account is open'),
    paragraphs: [
      text('审核已通过，您现在可以提交贷款申请。', 'The review is done. You can apply for a loan now.'),
    ],
  }),
} satisfies Partial<Templates>;
