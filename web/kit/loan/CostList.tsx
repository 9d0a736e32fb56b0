import type { ReactNode } from 'react';
import type { Answers } from '../api/api';
import { Day, Money, Rate } from '../figures/figures';
import { useSay, useWords } from '../words/language';
import { words } from '../words/words';
import { COSTS } from './words';
import './loan.css';

const WORDS = words({
  total: ['合计应还', 'To repay in all'],
  cost: ['其中成本合计', 'All costs in it'],
  annual: ['年化综合成本（单利）', 'Annual cost (simple)'],
  effective: ['年化综合成本（复利）', 'Annual cost (compound)'],
  rate: ['合同年利率', 'Contract rate a year'],
  first: ['首期还款', 'First payment'],
  fees: ['费用明细', 'Each cost'],
  noFees: ['除利息外不收取其他费用', 'There are no fees besides interest'],
  aboveCap: ['综合成本超过法定上限，不会按此发放', 'Above the legal cap: it will not be lent like this'],
});

/** What a loan costs in all, from the largest figure to the smallest (中国人民银行公告〔2021〕第3号). */
export function CostList({ terms }: { terms: Priced }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { annualCost, annualRate, items, schedule } = terms;
  const [first] = schedule;
  const hasFees = items.some(({ code }) => code !== 'INTEREST');
  return (
    <>
      <dl className="figures">
        <Row label={say('total')} isMain>
          <Money fen={totalOf(terms)} />
        </Row>
        {annualCost !== null && (
          <>
            <Row label={say('annual')} isMain>
              <Rate rate={annualCost.simpleRate} />
            </Row>
            <Row label={say('effective')}>
              <Rate rate={annualCost.effectiveRate} />
            </Row>
          </>
        )}
        <Row label={say('rate')}>
          <Rate rate={annualRate} />
        </Row>
        {items.map(({ code, amountFen }) => (
          <Row key={code} label={sayPair(COSTS[code])}>
            <Money fen={amountFen} />
          </Row>
        ))}
        {annualCost !== null && items.length > 1 && (
          <Row label={say('cost')}>
            <Money fen={annualCost.totalCostFen} />
          </Row>
        )}
        {first !== undefined && (
          <Row label={say('first')}>
            <Money fen={first.paymentFen} />
            <small>
              <Day day={first.dueDate} />
            </small>
          </Row>
        )}
      </dl>
      {!hasFees && <p className="quiet">{say('noFees')}</p>}
      {annualCost?.isAboveCap === true && <p className="notice notice-bad">{say('aboveCap')}</p>}
    </>
  );
}

/** A priced loan: a quote or an offer. */
export interface Priced {
  readonly amountFen: number;
  readonly annualRate: string;
  readonly annualCost: Answers['AnnualCost'] | null;
  readonly items: readonly Answers['CostItem'][];
  readonly schedule: readonly Answers['ScheduleRow'][];
}

/** All that leaves the borrower's account: the payments of the schedule and every fee. */
export function totalOf({ amountFen, items }: Pick<Priced, 'amountFen' | 'items'>): number {
  return items.reduce((sum, item) => sum + item.amountFen, amountFen);
}

function Row({ label, isMain = false, children }: { label: string; isMain?: boolean; children: ReactNode }) {
  return (
    <div className={isMain ? 'main' : undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
