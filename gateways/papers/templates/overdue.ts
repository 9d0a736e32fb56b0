import type { PaperValues } from '../../../contracts/papers';
import { counted } from '../../../contracts/texts/filled';
import type { BilingualText } from '../../../domain/parameters/version';
import { amount, type Block, day, fact, type PaperTemplates, partsOf, sentence, text } from './define';

type Claim = PaperValues<'COLLECTION_LETTER'>;

/** What is claimed: the debt as of a day, part by part, and in all. */
const claimed = ({ dueDate, parts, totalFen, ...of }: Claim): Block => ({
  facts: [
    fact.loan(of),
    [text('最早逾期款项到期日', 'Oldest instalment unpaid since'), day(dueDate)],
    ...partsOf(parts),
    [text('合计', 'In all'), amount(totalFen)],
  ],
});

const howLate = ({ asOf, daysPastDue }: Claim): BilingualText =>
  sentence(
    (in_) => `截至${in_(day(asOf))}，该笔贷款已逾期${daysPastDue}天，尚欠款项如下：`,
    (in_) =>
      `As of ${in_(day(asOf))} the loan is ${counted(daysPastDue, 'day', 'days')} past due. Unpaid are:`,
  );

/**
 * Papers about a debt that is late. A claim interrupts the limitation of action (民法典 art. 195); the one to a
 * guarantor is made within the period of the guarantee (art. 692, 693).
 */
export const overduePapers = {
  COLLECTION_LETTER: (claim) => [
    { paragraph: howLate(claim) },
    claimed(claim),
    {
      paragraph: sentence(
        (in_) =>
          `请贵公司于${in_(day(claim.payBy))}前将上述款项足额存入约定还款账户。逾期未还的，我机构将依照合同约定及法律规定采取包括但不限于宣布贷款提前到期、提起诉讼或仲裁等措施，由此产生的费用由贵公司承担。罚息及复利计算至实际清偿之日。`,
        (in_) =>
          `Please see to it that this amount is in the agreed account by ${in_(day(claim.payBy))}. Otherwise we shall do what the contract and the law allow us, which includes calling in the whole loan and going to court, at your cost. Penalty and compound interest run until the day of payment.`,
      ),
    },
    {
      paragraph: text(
        '本函为我机构就上述债权提出的履行请求，依法产生诉讼时效中断的效力。如已还款，请忽略本函；如有困难，请尽快与我们联系协商。',
        'This letter is a demand for performance and interrupts the limitation of action. If you have paid meanwhile, please disregard it; if you are in difficulty, please talk to us soon.',
      ),
    },
  ],
  ACCELERATION_NOTICE: ({ on, parts, totalFen, payBy, ...of }) => [
    {
      paragraph: sentence(
        (in_) =>
          `因贵公司未按期履行还款义务，依照借款合同约定，我机构宣布下述贷款于${in_(day(on))}全部提前到期：`,
        (in_) =>
          `As you have not performed in time, we declare, as the contract provides, that the whole of the following loan falls due on ${in_(day(on))}:`,
      ),
    },
    { facts: [fact.loan(of), ...partsOf(parts), [text('合计', 'In all'), amount(totalFen)]] },
    {
      paragraph: sentence(
        (in_) =>
          `请贵公司于${in_(day(payBy))}前清偿上述全部款项；罚息及复利计算至实际清偿之日。逾期未清偿的，我机构将依法提起诉讼或仲裁。`,
        (in_) =>
          `Please pay all of it by ${in_(day(payBy))}; penalty and compound interest run until the day of payment. Otherwise we shall go to court or arbitration.`,
      ),
    },
  ],
  GUARANTOR_NOTICE: (claim) => [
    {
      paragraph: text(
        `贵方作为保证人，为${claim.enterpriseName ?? ''}的下述贷款提供保证担保。`,
        `You are the guarantor of the following loan to ${claim.enterpriseName ?? ''}.`,
      ),
    },
    { paragraph: howLate(claim) },
    claimed(claim),
    {
      paragraph: sentence(
        (in_) =>
          `因债务人未按期履行债务，我机构特此在保证期间内请求贵方承担保证责任，请于${in_(day(claim.payBy))}前代为清偿上述款项。`,
        (in_) =>
          `The debtor has not performed in time. Within the period of the guarantee we hereby demand that you perform as its guarantor and pay the above by ${in_(day(claim.payBy))}.`,
      ),
    },
  ],
  LAWYERS_LETTER: (claim) => [
    {
      paragraph: text(
        `${claim.lawFirm}接受${claim.institutionName}的委托，就贵公司拖欠贷款一事致函如下：`,
        `${claim.lawFirm} writes to you on behalf of ${claim.institutionName} about your overdue loan.`,
      ),
    },
    { paragraph: howLate(claim) },
    claimed(claim),
    {
      paragraph: sentence(
        (in_) =>
          `请贵公司于${in_(day(claim.payBy))}前清偿上述全部款项。逾期未清偿的，委托人将依法提起诉讼，请求贵公司承担还款责任、违约责任以及实现债权的全部费用，并申请财产保全。`,
        (in_) =>
          `Please pay all of it by ${in_(day(claim.payBy))}. Otherwise our client will sue for the debt, for damages and for all costs of recovery, and will ask the court to preserve your assets.`,
      ),
    },
  ],
} satisfies Partial<PaperTemplates>;
