import type { BilingualText } from '../../../domain/parameters/version';
import { fact, fieldsIn, minuteOf, percent, reasonsIn, signIn, type Templates, text } from './define';

const asked = ({ en, zh }: BilingualText) => text(`请补充或更正：${zh}`, `Please add or correct: ${en}`);

/** The way back: to people, where a program alone has refused too (个人信息保护法 art. 24). */
const mayAppeal = (until: string | undefined) =>
  until === undefined
    ? text('您可以重新申请。', 'You may apply anew.')
    : text(
        `如有异议，请在 ${until} 前登录并对本申请提出申诉，将由另一名审查人人工复议。`,
        `If you disagree, sign in and appeal by ${until}: another reviewer, a person, will look at it again.`,
      );

/** Messages of `application/{applicationId}` and `appeal/{applicationId}`. */
export const applicationTemplates = {
  APPLICATION_RECEIVED: ({ amountFen }) => ({
    subject: text('已收到您的贷款申请', 'We received your loan application'),
    paragraphs: [text('我们会尽快审核并告知结果。', 'We will review it and tell you the outcome soon.')],
    facts: [fact.amount(amountFen)],
  }),
  INFORMATION_WANTED: ({ expiresAt, missing, wish }) => ({
    subject: text('贷款申请需要补充材料', 'Your loan application needs more information'),
    paragraphs: [asked(wish === '' ? fieldsIn(missing) : text(wish, wish))],
    facts: [fact.validUntil(expiresAt)],
  }),
  APPLICATION_DECLINED: (why) => ({
    subject: text('贷款申请未获批准', 'Your loan application was declined'),
    paragraphs: [
      text('很遗憾，本次贷款申请未获批准。', 'We are sorry: this loan application was declined.'),
      text(`主要原因：${reasonsIn(why).zh}`, `Main reasons: ${reasonsIn(why).en}`),
      mayAppeal(why.appealUntil),
    ],
    action: signIn(why.signInUrl),
  }),
  APPEAL_RECEIVED: ({ answerBy }) => ({
    subject: text('已收到您的申诉', 'We received your appeal'),
    paragraphs: [
      text(
        `将由未参与本次申请的审查人重新审核，并于 ${minuteOf(answerBy)} 前答复。`,
        `A reviewer who had no part in the decision looks at it again, and answers by ${minuteOf(answerBy)}.`,
      ),
    ],
  }),
  APPEAL_DELAYED: () => ({
    subject: text('申诉答复延迟', 'The answer to your appeal is late'),
    paragraphs: [
      text(
        '很抱歉，您的申诉未能按期答复，我们已催办并会尽快答复。',
        'We are sorry: your appeal was not answered in time. Those in charge have been told, and you will hear soon.',
      ),
    ],
  }),
  APPEAL_GRANTED: () => ({
    subject: text('申诉成立', 'Your appeal was granted'),
    paragraphs: [
      text(
        '您的申请将重新办理，由其他人员审批，无需重新提交。',
        'Your application is taken up anew and decided by other people. You need not apply again.',
      ),
    ],
  }),
  APPEAL_UPHELD: (why) => ({
    subject: text('申诉结果：维持原决定', 'Your appeal: the decision stands'),
    paragraphs: [
      text('经复议，维持原决定。', 'It was looked at again, and the decision stands.'),
      text(`理由：${reasonsIn(why).zh}`, `Why: ${reasonsIn(why).en}`),
      text(
        '您可以重新申请，也可向金融监管部门投诉。',
        'You may apply anew, or complain to the financial regulator.',
      ),
    ],
  }),
  APPLICATION_WITHDRAWN: () => ({
    subject: text('贷款申请已撤回', 'Your loan application was withdrawn'),
    paragraphs: [text('本次申请已关闭，未产生任何费用。', 'The application is closed. It cost you nothing.')],
  }),
  OFFER: ({ amountFen, annualCost, annualRate, expiresAt, firstDueDate, instalments }) => ({
    subject: text('贷款已批准，请确认', 'Your loan is approved: please accept the offer'),
    paragraphs: [
      text(
        '请在有效期内登录，核对还款计划与综合年化成本后确认或拒绝。',
        'Please sign in before it expires, check the schedule and the annual cost, and accept or reject it.',
      ),
    ],
    facts: [
      fact.amount(amountFen),
      [text('期数', 'Instalments'), String(instalments)],
      [text('年利率（单利）', 'Annual interest rate (simple)'), percent(annualRate)],
      [text('综合年化成本', 'Annual cost, all in'), percent(annualCost)],
      [text('首期到期日', 'First due date'), firstDueDate],
      fact.validUntil(expiresAt),
    ],
  }),
  OFFER_EXPIRED: () => ({
    subject: text('贷款要约已过期', 'Your loan offer has expired'),
    paragraphs: [
      text(
        '您未在有效期内确认，要约已失效。您可以重新申请。',
        'It was not accepted in time. You may apply again.',
      ),
    ],
  }),
  DISBURSED: ({ amountFen, date }) => ({
    subject: text('贷款已发放', 'Your loan was paid out'),
    paragraphs: [text('款项已汇入贵企业账户。', 'The money was paid to your account.')],
    facts: [fact.amount(amountFen), fact.date(date)],
  }),
  DISBURSEMENT_FAILED: ({ reasonEn, reasonZh }) => ({
    subject: text('放款未成功', 'The pay-out did not succeed'),
    paragraphs: [
      text(`银行未能入账：${reasonZh}。`, `The bank could not credit your account: ${reasonEn}.`),
      text(
        '请核对收款账户，我们会与您联系。',
        'Please check your account details. We will get in touch with you.',
      ),
    ],
  }),
} satisfies Partial<Templates>;
