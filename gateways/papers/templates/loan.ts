import { percent } from '../../mail/templates/define';
import {
  amount,
  day,
  fact,
  type PaperTemplates,
  partsOf,
  same,
  sentence,
  text,
  textFor,
  yuan,
} from './define';

/** Papers of a loan that is paid as agreed. */
export const loanPapers = {
  REPAYMENT_RECEIPT: ({ date, amountFen, parts, heldFen, outstandingFen, ...of }) => [
    {
      paragraph: sentence(
        (in_) => `兹收到贵公司于${in_(day(date))}归还的款项${in_(amount(amountFen))}，用途如下：`,
        (in_) => `We received ${in_(amount(amountFen))} from you on ${in_(day(date))}. It paid:`,
      ),
    },
    {
      facts: [
        fact.loan(of),
        ...partsOf(parts),
        ...(heldFen === 0
          ? []
          : [[text('暂存，待下一期还款使用', 'Held for what falls due next'), yuan(heldFen)] as const]),
        [text('还款后剩余本金', 'Principal outstanding after it'), yuan(outstandingFen)],
      ],
    },
    {
      paragraph: text(
        '本收据仅证明已收到上述款项，不代表贷款已经结清。',
        'This receipt is for the money named above; it does not say that the loan is repaid.',
      ),
    },
  ],
  LOAN_STATEMENT: (of) => [
    {
      facts: [
        fact.loan(of),
        [
          text('对账期间', 'Period'),
          sentence(
            (in_) => `${in_(day(of.from))}至${in_(day(of.asOf))}`,
            (in_) => `${in_(day(of.from))} to ${in_(day(of.asOf))}`,
          ),
        ],
        [text('贷款金额', 'Amount of the loan'), amount(of.principalFen)],
        fact.paidOut(of.startDate),
        [text('年利率', 'Yearly rate'), same(percent(of.annualRate))],
        [text('还款方式', 'Repayment'), textFor('papers', of.method)],
      ],
    },
    {
      table: {
        columns: [
          { head: text('日期', 'Date'), width: 0.2 },
          { head: text('事项', 'What happened'), width: 0.5 },
          { head: text('金额', 'Amount'), width: 0.3, isAmount: true },
        ],
        rows: of.lines.map(({ date, kind, amountFen }) => [
          same(date),
          textFor('events', kind),
          amountFen === null ? same('—') : yuan(amountFen),
        ]),
      },
    },
    {
      facts: [
        [text('剩余本金', 'Principal outstanding'), amount(of.outstandingFen)],
        [text('已到期应付合计', 'Due and unpaid'), amount(of.dueFen)],
        ...partsOf(of.due),
        [text('暂存款', 'Held for you'), yuan(of.heldFen)],
      ],
    },
    {
      paragraph: text(
        '如对本对账单有异议，请于收到之日起十五日内书面提出。',
        'If you disagree with this statement, please tell us in writing within fifteen days of receiving it.',
      ),
    },
  ],
  CLOSING_CERTIFICATE: ({ principalFen, startDate, closedOn, ...of }) => [
    {
      paragraph: sentence(
        (in_) =>
          `兹证明，贵公司于${in_(day(startDate))}向我机构借款${in_(amount(principalFen))}，该笔贷款的本金、利息及罚息已于${in_(day(closedOn))}全部结清。服务费用以其账单另行结算，不在本证明范围之内。`,
        (in_) =>
          `This is to certify that the loan of ${in_(amount(principalFen))} paid out to you on ${in_(day(startDate))} was fully repaid on ${in_(day(closedOn))}: its principal, interest and penalty interest. Charges for services are settled by their own invoices, which this certificate does not cover.`,
      ),
    },
    { facts: [fact.loan(of)] },
    { paragraph: text('特此证明。', 'Issued for whom it may concern.') },
  ],
  SETTLEMENT_QUOTE: ({ quotedOn, validThrough, amountFen, dueFen, prepaymentFen, accountNo, ...of }) => [
    {
      paragraph: sentence(
        (in_) =>
          `应贵公司申请，现报价如下：贵公司于${in_(day(quotedOn))}至${in_(day(validThrough))}期间向下列账户足额支付${in_(amount(amountFen))}，该笔贷款的本金、利息及罚息即告结清。`,
        (in_) =>
          `As you asked: pay ${in_(amount(amountFen))} to the account below between ${in_(day(quotedOn))} and ${in_(day(validThrough))}, and the principal, interest and penalty interest of the loan are settled.`,
      ),
    },
    {
      facts: [
        fact.loan(of),
        [text('截至有效期末到期应付', 'Due by the last day'), yuan(dueFen)],
        [text('提前归还其余本金及利息、费用', 'The rest, with interest and fee'), yuan(prepaymentFen)],
        [text('收款账户', 'Account to pay to'), same(accountNo)],
        [text('有效期至', 'Valid through'), day(validThrough)],
      ],
    },
    {
      paragraph: text(
        '利息及罚息已计算至有效期末；提前支付的，多付部分原路退回。转账时请在附言中注明贷款编号。逾期支付，或其间退票、新增费用的，请重新申请报价。',
        'Interest is counted to the last day; what is paid too much for paying earlier goes back. Please name the loan in the remark of the transfer. Ask for a new quote when the day is over, or when a receipt bounced or a charge came in between.',
      ),
    },
  ],
} satisfies Partial<PaperTemplates>;
