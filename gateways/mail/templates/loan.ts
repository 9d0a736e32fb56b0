import type { MessageValues } from '../../../contracts/messages';
import { counted } from '../../../contracts/texts/filled';
import type { BilingualText } from '../../../domain/parameters/version';
import { fact, minuteOf, percent, signIn, type Templates, text, yuan } from './define';

/** What the borrower calls a change of the loan. */
const CHANGES: Readonly<Record<MessageValues<'LOAN_CHANGE_ENDED'>['change'], BilingualText>> = {
  RESUME_DEBIT: text('恢复自动扣款', 'automatic debits again'),
  PAUSE_DEBIT: text('暂停自动扣款', 'no automatic debits for now'),
  BIND_ACCOUNT: text('更换扣款账户', 'another account for debits'),
  REVERSE_RECEIPT: text('冲回收款', 'a repayment is taken back'),
  MANUAL_RECEIPT: text('手工登记还款', 'a repayment that was entered by hand'),
  EXTEND: text('贷款展期', 'a later maturity'),
  RESCHEDULE: text('贷款重组', 'a new repayment plan'),
  REPRICE: text('调整利率', 'another interest rate'),
  WAIVE: text('减免', 'an amount given up for you'),
  ACCELERATE: text('宣布贷款提前到期', 'the whole loan falls due now'),
  WRITE_OFF: text('内部账务处理', 'an entry in our own books'),
  UPGRADE: text('内部风险分类', 'our own classification'),
  DEBTOR_FACT: text('内部风险分类', 'our own classification'),
};

const ENDED: Readonly<Record<MessageValues<'LOAN_CHANGE_ENDED'>['outcome'], BilingualText>> = {
  APPLIED: text(
    '变更已生效，新的还款计划请登录查看。',
    'The change is in force. Sign in to see what you owe now.',
  ),
  REJECTED: text(
    '很遗憾，您的申请未获同意；合同不变。',
    'We could not agree to it. The contract stays as it is.',
  ),
  REFUSED: text(
    '贷款情况已变化，变更未能生效；合同不变。',
    'The loan is not what it was any more, so the change was not made. The contract stays as it is.',
  ),
};

const daysOf = (count: number): string => counted(count, 'day', 'days');

/** Messages of `loan/{loanId}`. */
export const loanTemplates = {
  INSTALMENT_REMINDER: ({ amountFen, daysBefore, dueDate, instalment: number }) => ({
    subject: text(
      `还款提醒：${daysBefore} 天后扣款`,
      `Reminder: your account is debited in ${daysOf(daysBefore)}`,
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
    subject: text(`逾期通知：已逾期 ${daysPastDue} 天`, `Overdue: ${daysOf(daysPastDue)} past due`),
    paragraphs: [
      text(
        '请尽快还款。宽限期后将按合同计收罚息，并可能影响信用记录。',
        'Please pay soon. After the grace days penalty interest is charged by contract, and your credit record may suffer.',
      ),
    ],
    facts: [fact.instalment(number), fact.amount(amountFen), fact.dueDate(dueDate)],
  }),
  COLLECTION_LETTER: ({ amountFen, daysPastDue, dueDate }) => ({
    subject: text(`催收函：已逾期 ${daysPastDue} 天`, `Collection letter: ${daysOf(daysPastDue)} past due`),
    paragraphs: [
      text(
        '您的贷款仍未归还。请在收到本函后立即还清全部逾期款项；如有困难，请与我们联系，可承诺还款日期或申请困难延缓。',
        'Your loan is still unpaid. Please pay all that is overdue at once. If you can’t, talk to us: you can promise a day, or tell us of a hardship.',
      ),
    ],
    facts: [fact.amount(amountFen), fact.dueDate(dueDate)],
  }),
  LAWYER_LETTER: ({ amountFen, daysPastDue, dueDate }) => ({
    subject: text(`律师函：已逾期 ${daysPastDue} 天`, `Lawyer’s letter: ${daysOf(daysPastDue)} past due`),
    paragraphs: [
      text(
        '逾期已久，我们将依合同与法律主张权利，包括提前到期与诉讼。还清全部逾期款项仍可中止该程序。',
        'It has been overdue for long. We shall claim our rights by contract and law, before a court if need be. To pay all that is overdue still stops this.',
      ),
    ],
    facts: [fact.amount(amountFen), fact.dueDate(dueDate)],
  }),
  LOAN_CLOSED: ({ date }) => ({
    subject: text('贷款已结清', 'Your loan is fully repaid'),
    paragraphs: [text('所有款项均已结清，感谢您的信任。', 'Everything is paid. Thank you for your trust.')],
    facts: [fact.date(date)],
  }),
  LOAN_CHANGE_OFFERED: ({ annualRate, change, date, expiresAt, interestToPayFen, maturity, signInUrl }) => ({
    subject: text(`请确认：${CHANGES[change].zh}`, `Please agree: ${CHANGES[change].en}`),
    paragraphs: [
      text(
        '我们已同意以下变更。未经您确认，合同不变；请登录查看完整的还款计划后确认或拒绝。',
        'We have approved this change. Without your consent the contract stays as it is: sign in, look at the whole plan, and agree or decline.',
      ),
    ],
    facts: [
      fact.date(date),
      [text('年利率', 'Annual rate'), percent(annualRate)],
      [text('到期日', 'Maturity'), maturity],
      [text('尚需支付利息', 'Interest still to pay'), yuan(interestToPayFen)],
      fact.validUntil(expiresAt),
    ],
    action: signIn(signInUrl),
  }),
  REPRICING_NOTICE: ({ annualRate, date, expectedRate, lpr, publishedOn }) => ({
    subject: text(`利率重新定价通知：${date}`, `Your rate is looked up anew on ${date}`),
    paragraphs: [
      text(
        '按合同约定，您的贷款利率将于该日按最新贷款市场报价利率（LPR）加点重新确定，加点不变。以下为按目前 LPR 计算的利率。',
        'By contract your rate is then the LPR plus the spread that stays the same. This is what it would be by the LPR known today.',
      ),
    ],
    facts: [
      [text('现行年利率', 'Annual rate now'), percent(annualRate)],
      [text('预计年利率', 'Annual rate then'), percent(expectedRate)],
      [text('LPR', 'LPR'), `${percent(lpr)} (${publishedOn})`],
    ],
  }),
  LOAN_REPRICED: ({ annualRate, date, formerRate, lpr, publishedOn }) => ({
    subject: text(`贷款利率已重新定价：${percent(annualRate)}`, `Your rate is now ${percent(annualRate)}`),
    paragraphs: [
      text(
        '自该日起按新利率计息，新的还款计划请登录查看。',
        'From that day on interest counts at the new rate. Sign in to see what you pay.',
      ),
    ],
    facts: [
      fact.date(date),
      [text('原年利率', 'Annual rate before'), percent(formerRate)],
      [text('年利率', 'Annual rate'), percent(annualRate)],
      [text('LPR', 'LPR'), `${percent(lpr)} (${publishedOn})`],
    ],
  }),
  LOAN_CHANGE_ENDED: ({ change, date, outcome }) => ({
    subject: text(`贷款变更：${CHANGES[change].zh}`, `Your loan: ${CHANGES[change].en}`),
    paragraphs: [ENDED[outcome]],
    facts: date === null ? [] : [fact.date(date)],
  }),
} satisfies Partial<Templates>;
