import { fact, type Templates, text, yuan } from './define';

/** Messages of `fee/{feeId}`, and about prices. */
export const feeTemplates = {
  FEE_QUOTED: ({ amountFen, feeEn, feeZh, validUntil }) => ({
    subject: text(`费用报价：${feeZh}`, `A quote: ${feeEn}`),
    paragraphs: [
      text('请登录查看明细，同意后才会收取。', 'Sign in for the details. It is charged only when you agree.'),
    ],
    facts: [fact.amount(amountFen), [text('有效期至', 'Valid until'), validUntil]],
  }),
  FEE_INVOICED: ({ amountFen, feeEn, feeZh, invoiceNo }) => ({
    subject: text(`费用账单：${feeZh}`, `An invoice: ${feeEn}`),
    paragraphs: [
      text(
        '含增值税。如有异议，可登录提出，处理期间暂停收取该笔费用。',
        'VAT is inside. You may dispute it once signed in; this charge is not collected meanwhile.',
      ),
    ],
    facts: [fact.amount(amountFen), [text('账单号', 'Invoice'), invoiceNo]],
  }),
  FEE_COLLECTED: ({ amountFen, date, feeEn, feeZh }) => ({
    subject: text(`费用已收：${feeZh}`, `Paid: ${feeEn}`),
    paragraphs: [text('谢谢。', 'Thank you.')],
    facts: [fact.amount(amountFen), fact.date(date)],
  }),
  FEE_NOT_COLLECTED: ({ amountFen, feeEn, feeZh, reasonEn, reasonZh }) => ({
    subject: text(`费用扣款失败：${feeZh}`, `The debit failed: ${feeEn}`),
    paragraphs: [text(`原因：${reasonZh}。`, `Reason: ${reasonEn}.`)],
    facts: [fact.amount(amountFen)],
  }),
  FEE_BOUNCED: ({ amountFen, date, feeEn, feeZh }) => ({
    subject: text(`费用付款被银行退回：${feeZh}`, `Your payment came back: ${feeEn}`),
    paragraphs: [
      text(
        '银行已将您的付款退回，该笔费用重新待支付，不会重复收取。如有异议，可登录提出。',
        'The bank has taken your payment back, so the fee is owed again. You pay it once. You may dispute it once signed in.',
      ),
    ],
    facts: [fact.amount(amountFen), fact.date(date)],
  }),
  FEE_REFUND_ENDED: ({ feeEn, feeZh, outstandingFen, withdrawnFen }) => ({
    subject: text(`费用不再退回：${feeZh}`, `The refund is not paid: ${feeEn}`),
    paragraphs: [
      withdrawnFen > 0
        ? text(
            '您的提前还款已被冲回，因此应退的费用不再退回。',
            'Your prepayment did not stay, so the part of the fee that was to come back does not.',
          )
        : text(
            '您支付的款项已被银行退回，应退的部分改为冲减待支付的金额。',
            'The bank has taken your payment back: what was to come back is set off against what you owe.',
          ),
    ],
    facts: [
      ...(withdrawnFen > 0 ? [[text('不再退回', 'Not paid back'), yuan(withdrawnFen)] as const] : []),
      [text('尚待支付', 'Left to pay'), yuan(outstandingFen)],
    ],
  }),
  FEE_ANSWERED: ({ feeEn, feeZh, grantedFen, reason }) => ({
    subject: text(`费用处理结果：${feeZh}`, `About your fee: ${feeEn}`),
    paragraphs: [
      grantedFen === 0
        ? text('经核查，该笔费用维持不变。', 'We looked at it, and the fee stands.')
        : text('我们减免或退还以下金额。', 'We give up or back the amount below.'),
      text(reason, reason),
    ],
    facts: [[text('减免或退还', 'Given up or back'), yuan(grantedFen)]],
  }),
  FEE_FELL_AWAY: ({ amountFen, feeEn, feeZh, refundFen }) => ({
    subject: text(`提前还款后费用减少：${feeZh}`, `Less to pay after your prepayment: ${feeEn}`),
    paragraphs: [
      text(
        '您已提前还款，该费用中对应剩余期间的部分不再收取。',
        'You have prepaid: the part of this fee for the time that is left is not charged.',
      ),
      ...(refundFen === 0
        ? []
        : [
            text(
              '其中已支付的部分将退回您的账户，无需申请。',
              'What of it was paid comes back to your account; you need not ask for it.',
            ),
          ]),
    ],
    facts: [
      [text('不再收取', 'Not charged'), yuan(amountFen)],
      ...(refundFen === 0 ? [] : [[text('其中退回', 'Of it comes back'), yuan(refundFen)] as const]),
    ],
  }),
  TARIFF_NOTICE: ({ answerBy, effectiveFrom, isFavourable }) => ({
    subject: text(`收费标准自 ${effectiveFrom} 起调整`, `Other prices from ${effectiveFrom}`),
    paragraphs: [
      isFavourable
        ? text('对您没有更高的收费，无需答复。', 'Nothing gets dearer for you: no answer is needed.')
        : text(
            `请于 ${answerBy} 前登录查看并答复；不同意或未答复的，原标准继续有效。`,
            `Sign in to see them and answer by ${answerBy}. Without your consent the prices stay as they are.`,
          ),
    ],
  }),
} satisfies Partial<Templates>;
