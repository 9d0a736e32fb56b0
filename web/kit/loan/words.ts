import enCosts from '../../../contracts/texts/en/costs.json';
import zhCosts from '../../../contracts/texts/zh-CN/costs.json';
import type { Answers } from '../api/api';
import { pairs, type Words, words } from '../words/words';

/** The same in a sentence. */
export const METHODS_ABOUT: Words<Answers['RepaymentMethod']> = words({
  EQUAL_INSTALMENT: ['每期还款相同', 'Every payment is the same'],
  EQUAL_PRINCIPAL: ['每期本金相同，还款逐期减少', 'The same principal each time; payments fall'],
  INTEREST_ONLY: ['每期付息，到期还本', 'Interest each time, principal at the end'],
  BULLET: ['到期一次还清本息', 'All of it in one payment at the end'],
});

export const COSTS: Words<Answers['CostItem']['code']> = pairs(zhCosts, enCosts);
