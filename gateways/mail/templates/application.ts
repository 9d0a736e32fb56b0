import type { BilingualText } from '../../../domain/parameters/version';
import { fact, fieldsIn, percent, reasonsIn, type Templates, text } from './define';

const asked = ({ en, zh }: BilingualText) => text(`请补充或更正：${zh}`, `Please add or correct: ${en}`);

/** Messages of `application/{applicationId}`. */
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
      text(
        '您有权要求说明并申请人工复核，请回复本邮件。',
        'You may ask for an explanation and for a review by a person: reply to this mail.',
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
