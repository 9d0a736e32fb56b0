import type { FactorChange } from '../../../contracts/messages';
import type { BilingualText } from '../../../domain/parameters/version';
import { fact, minuteOf, type Templates, text, warningsIn } from './define';

const reset = (url: string) => ({ label: text('设置新密码', 'Choose another password'), url });

const FACTOR_CHANGED: Readonly<Record<FactorChange, BilingualText>> = {
  ADDED: text('您的账户新增了一种双重验证方式。', 'A second factor was added to your account.'),
  REMOVED: text('您的账户移除了一种双重验证方式。', 'A second factor of your account was removed.'),
  CODES_RENEWED: text(
    '您的账户生成了新的恢复码，原恢复码均已失效。',
    'Your account has new recovery codes: the ones before open nothing any more.',
  ),
  CODE_USED: text(
    '您的一个恢复码已被使用，今后不再有效。',
    'One of your recovery codes was used; it opens nothing any more.',
  ),
  IDENTITY_LINKED: text(
    '您的账户新增了一种第三方登录方式。',
    'Your account can be signed in to by another provider from now on.',
  ),
  IDENTITY_REMOVED: text(
    '您的账户移除了一种第三方登录方式。',
    'Your account can be signed in to by a provider no more.',
  ),
};

/** Messages to people about their own sign-in. */
export const accountTemplates = {
  PASSWORD_RESET: ({ resetUrl, expiresAt }) => ({
    subject: text('重设密码', 'Choose another password'),
    paragraphs: [
      text(
        '有人为您的账户申请重设密码。请打开下面的链接设置新密码；链接只能使用一次。如果不是您提交的，请忽略本邮件，密码不变。',
        'Somebody asked for another password for your account. Open the link below to choose one; it opens once. If it was not you, ignore this mail: the password stays as it is.',
      ),
    ],
    facts: [fact.validUntil(expiresAt)],
    action: reset(resetUrl),
  }),
  MAIL_CHANGE: ({ confirmUrl, expiresAt, newMail }) => ({
    subject: text('请确认更换邮箱', 'Please confirm the change of mail address'),
    paragraphs: [
      text(
        `有人申请将您的账户邮箱更换为 ${newMail}。原邮箱与新邮箱都确认后才会生效；如果不是您提交的，请勿确认，并更改密码。`,
        `Somebody wants to change the mail address of your account to ${newMail}. It counts once both the old and the new address have confirmed it. If it was not you, do not confirm, and change your password.`,
      ),
    ],
    facts: [fact.validUntil(expiresAt)],
    action: { label: text('确认', 'Confirm'), url: confirmUrl },
  }),
  MAIL_CHANGED: ({ at, newMail }) => ({
    subject: text('您的账户邮箱已更换', 'The mail address of your account was changed'),
    paragraphs: [
      text(
        `今后请使用 ${newMail} 登录。如果不是您操作的，请立即联系我们。`,
        `From now on sign in with ${newMail}. If it was not you, tell us at once.`,
      ),
    ],
    facts: [[text('时间', 'When'), minuteOf(at)]],
  }),
  MAIL_WANTED: ({ signInUrl }) => ({
    subject: text('该邮箱已有账户', 'This mail address has an account already'),
    paragraphs: [
      text(
        '有人希望将另一个账户的邮箱更换为本邮箱。本邮箱已有账户，因此未作更改。',
        'Somebody wanted to have this address for another account. It has an account already, so nothing came of it.',
      ),
    ],
    action: { label: text('登录', 'Sign in'), url: signInUrl },
  }),
  PHONE_CODE: ({ code, expiresAt }) => ({
    subject: text('更换手机号', 'Change of phone number'),
    paragraphs: [text('请勿将验证码告诉他人。', 'Tell the code to nobody, whoever asks.')],
    facts: [[text('验证码', 'Code'), code], fact.validUntil(expiresAt)],
  }),
  PHONE_CHANGED: ({ at }) => ({
    subject: text('您的手机号已更换', 'The phone number was changed'),
    paragraphs: [
      text(
        '贵企业登记的手机号已更换。如果不是您操作的，请立即联系我们。',
        'The phone number of your enterprise was changed. If it was not you, tell us at once.',
      ),
    ],
    facts: [[text('时间', 'When'), minuteOf(at)]],
  }),
  PASSWORD_CHANGED: ({ at, resetUrl }) => ({
    subject: text('您的密码已更改', 'Your password was changed'),
    paragraphs: [
      text(
        '您的账户密码已更改，其他设备上的登录均已结束。',
        'The password of your account was changed, and you were signed out on other devices.',
      ),
      text(
        '如果不是您操作的，请立即重设密码并联系我们。',
        'If it was not you, choose another one at once and tell us.',
      ),
    ],
    facts: [[text('时间', 'When'), minuteOf(at)]],
    action: reset(resetUrl),
  }),
  SIGN_IN_WARNING: ({ agent, at, isSignedIn, network, resetUrl, warnings }) => ({
    subject: isSignedIn
      ? text('您的账户有异常登录', 'An unusual sign-in to your account')
      : text('有人多次尝试登录您的账户', 'Somebody keeps trying to sign in to your account'),
    paragraphs: [
      text(`异常之处：${warningsIn(warnings).zh}。`, `What is unusual: ${warningsIn(warnings).en}.`),
      isSignedIn
        ? text(
            '如果是您本人，无需处理。如果不是，请立即重设密码（其他登录将全部结束）并联系我们。',
            'If it was you, nothing is to be done. If it was not, choose another password at once, which ends all sessions, and tell us.',
          )
        : text(
            '密码均不正确，对方未能登录，您的登录不受影响。如果您在其他地方使用过同一密码，请更改。',
            'All of the passwords were wrong: nobody got in, and you sign in as before. If you have the same password elsewhere, change it.',
          ),
    ],
    facts: [
      [text('时间', 'When'), minuteOf(at)],
      [text('设备', 'Device'), agent],
      [text('网络', 'Network'), network],
    ],
    action: reset(resetUrl),
  }),
  FACTOR_CHANGED: ({ at, change, resetUrl }) => ({
    subject: text('您的双重验证方式有变更', 'Your second factors were changed'),
    paragraphs: [
      FACTOR_CHANGED[change],
      text(
        '如果不是您操作的，请立即重设密码并联系我们。',
        'If it was not you, choose another password at once and tell us.',
      ),
    ],
    facts: [[text('时间', 'When'), minuteOf(at)]],
    action: reset(resetUrl),
  }),
} satisfies Partial<Templates>;
