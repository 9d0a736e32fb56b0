import { fact, minuteOf, type Templates, text, yuan } from './define';

/** Messages of `loan/{loanId}`. */
export const loanTemplates = {
  INSTALMENT_REMINDER: ({ amountFen, daysBefore, dueDate, instalment: number }) => ({
    subject: text(
      `还款提醒：${daysBefore} 天后扣款`,
      `Reminder: your account is debited in ${daysBefore} days`,
    ),
    paragraphs: [
      text(
        '请确保还款账户余额充足，到期日 09:00 起自动扣款。',
        'Please keep enough money in your account. It is debited on the due date from 09:00.',
      ),
    ],
    facts: [fact.instalment(number), fact.amount(amountFen), fact.dueDate(dueDate)],
  }),
  INSTALMENT_COLLECTED: ({ amountFen, date, instalment: number, outstandingFen }) => ({
    subject: text(`第 ${number} 期已还款`, `Instalment ${number} was paid`),
    paragraphs: [text('扣款成功，谢谢。', 'The debit succeeded. Thank you.')],
    facts: [
      fact.amount(amountFen),
      fact.date(date),
      [text('剩余本金', 'Principal outstanding'), yuan(outstandingFen)],
    ],
  }),
  REPAYMENT_RECEIVED: ({ amountFen, date }) => ({
    subject: text('已收到您的还款', 'We received your repayment'),
    paragraphs: [text('谢谢。明细请登录查看。', 'Thank you. Sign in to see how it was applied.')],
    facts: [fact.amount(amountFen), fact.date(date)],
  }),
  COLLECTION_FAILED: ({ amountFen, dueDate, instalment: number, nextAttemptAt, reasonEn, reasonZh }) => ({
    subject: text(`第 ${number} 期扣款失败`, `The debit of instalment ${number} failed`),
    paragraphs: [
      text(`原因：${reasonZh}。`, `Reason: ${reasonEn}.`),
      nextAttemptAt === undefined
        ? text('请尽快与我们联系。', 'Please get in touch with us soon.')
        : text(
            `下次扣款时间：${minuteOf(nextAttemptAt)}。`,
            `The next attempt is at ${minuteOf(nextAttemptAt)}.`,
          ),
    ],
    facts: [fact.amount(amountFen), fact.dueDate(dueDate)],
  }),
  OVERDUE_NOTICE: ({ amountFen, daysPastDue, dueDate, instalment: number }) => ({
    subject: text(`逾期通知：已逾期 ${daysPastDue} 天`, `Overdue: ${daysPastDue} days past due`),
    paragraphs: [
      text(
        '请尽快还款。宽限期后将按合同计收罚息，并可能影响信用记录。',
        'Please pay soon. After the grace days penalty interest is charged by contract, and your credit record may suffer.',
      ),
    ],
    facts: [fact.instalment(number), fact.amount(amountFen), fact.dueDate(dueDate)],
  }),
  LOAN_CLOSED: ({ date }) => ({
    subject: text('贷款已结清', 'Your loan is fully repaid'),
    paragraphs: [text('所有款项均已结清，感谢您的信任。', 'Everything is paid. Thank you for your trust.')],
    facts: [fact.date(date)],
  }),
} satisfies Partial<Templates>;
