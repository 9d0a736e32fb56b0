import { z } from 'zod';
import {
  type Bilingual,
  countValue,
  dateValue,
  defineTemplate,
  fact,
  fieldsIn,
  lineValue,
  momentValue,
  moneyValue,
  rateValue,
  reasonsIn,
  reasonValues,
  text,
  urlValue,
} from './define';

const optionalLink = z.object({ url: urlValue.optional() });
const open = (url: string | undefined) =>
  url === undefined ? {} : { action: { label: text('查看申请', 'Open the application'), url } };

const asked = ({ en, zh }: Bilingual) => text(`请补充或更正：${zh}`, `Please add or correct: ${en}`);

/** Messages of `application/{applicationId}`. */
export const applicationTemplates = {
  APPLICATION_RECEIVED: defineTemplate(
    optionalLink.extend({ amountFen: moneyValue }),
    ({ amountFen, url }) => ({
      subject: text('已收到您的贷款申请', 'We received your loan application'),
      paragraphs: [text('我们会尽快审核并告知结果。', 'We will review it and tell you the outcome soon.')],
      facts: [fact.amount(amountFen)],
      ...open(url),
    }),
  ),
  INFORMATION_WANTED: defineTemplate(
    optionalLink
      .extend({
        /** A reviewer's words, or the paths of the fields that are missing. */
        wish: lineValue.default(''),
        missing: lineValue.default(''),
        expiresAt: momentValue.optional(),
      })
      .refine(({ missing, wish }) => missing !== '' || wish !== '', { path: ['missing'] }),
    ({ expiresAt, missing, url, wish }) => ({
      subject: text('贷款申请需要补充材料', 'Your loan application needs more information'),
      paragraphs: [wish === '' ? asked(fieldsIn(missing)) : asked(text(wish, wish))],
      ...(expiresAt === undefined ? {} : { facts: [fact.validUntil(expiresAt)] }),
      ...open(url),
    }),
  ),
  APPLICATION_DECLINED: defineTemplate(optionalLink.extend(reasonValues.shape), ({ url, ...why }) => ({
    subject: text('贷款申请未获批准', 'Your loan application was declined'),
    paragraphs: [
      text('很遗憾，本次贷款申请未获批准。', 'We are sorry: this loan application was declined.'),
      text(`主要原因：${reasonsIn(why).zh}`, `Main reasons: ${reasonsIn(why).en}`),
      text(
        '您有权要求说明并申请人工复核，请回复本邮件。',
        'You may ask for an explanation and for a review by a person: reply to this mail.',
      ),
    ],
    ...open(url),
  })),
  APPLICATION_WITHDRAWN: defineTemplate(optionalLink, ({ url }) => ({
    subject: text('贷款申请已撤回', 'Your loan application was withdrawn'),
    paragraphs: [text('本次申请已关闭，未产生任何费用。', 'The application is closed. It cost you nothing.')],
    ...open(url),
  })),
  OFFER: defineTemplate(
    z.object({
      amountFen: moneyValue,
      instalments: countValue,
      annualRate: rateValue,
      annualCost: rateValue,
      firstDueDate: dateValue.optional(),
      expiresAt: momentValue,
      url: urlValue.optional(),
    }),
    ({ amountFen, annualCost, annualRate, expiresAt, firstDueDate, instalments, url }) => ({
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
        [text('年利率（单利）', 'Annual interest rate (simple)'), annualRate],
        [text('综合年化成本', 'Annual cost, all in'), annualCost],
        ...(firstDueDate === undefined
          ? []
          : [[text('首期到期日', 'First due date'), firstDueDate] as const]),
        fact.validUntil(expiresAt),
      ],
      ...open(url),
    }),
  ),
  OFFER_EXPIRED: defineTemplate(optionalLink, ({ url }) => ({
    subject: text('贷款要约已过期', 'Your loan offer has expired'),
    paragraphs: [
      text(
        '您未在有效期内确认，要约已失效。您可以重新申请。',
        'It was not accepted in time. You may apply again.',
      ),
    ],
    ...open(url),
  })),
  DISBURSED: defineTemplate(
    z.object({
      amountFen: moneyValue,
      date: dateValue,
      accountTail: lineValue.optional(),
      firstDueDate: dateValue.optional(),
      firstDueFen: moneyValue.optional(),
    }),
    ({ accountTail, amountFen, date, firstDueDate, firstDueFen }) => ({
      subject: text('贷款已发放', 'Your loan was paid out'),
      paragraphs: [
        text(
          `款项已汇入贵企业账户${accountTail === undefined ? '' : `（尾号 ${accountTail}）`}。`,
          `The money was paid to your account${accountTail === undefined ? '' : ` ending in ${accountTail}`}.`,
        ),
      ],
      facts: [
        fact.amount(amountFen),
        fact.date(date),
        ...(firstDueDate === undefined
          ? []
          : [[text('首期到期日', 'First due date'), firstDueDate] as const]),
        ...(firstDueFen === undefined ? [] : [[text('首期应还', 'First instalment'), firstDueFen] as const]),
      ],
    }),
  ),
  DISBURSEMENT_FAILED: defineTemplate(
    optionalLink.extend({ reasonZh: lineValue, reasonEn: lineValue }),
    ({ reasonEn, reasonZh, url }) => ({
      subject: text('放款未成功', 'The pay-out did not succeed'),
      paragraphs: [
        text(`银行未能入账：${reasonZh}。`, `The bank could not credit your account: ${reasonEn}.`),
        text(
          '请核对收款账户，我们会与您联系。',
          'Please check your account details. We will get in touch with you.',
        ),
      ],
      ...open(url),
    }),
  ),
};
