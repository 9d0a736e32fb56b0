import { yuanText } from '../../domain/money/text';
import { htmlTable } from '../kit/http';
import type { Book } from './book';
import type { BankPlan, Entry } from './model';

const LATEST_ENTRIES = 100;
const LATEST_ACCOUNTS = 200;

/** What a person wants to see of the bank: accounts, the latest entries, plans and notices still owed. */
export function overviewHtml(book: Book): string {
  const accounts = book.accounts().slice(-LATEST_ACCOUNTS).reverse();
  const entries = book.entries().slice(-LATEST_ENTRIES).reverse();
  return `<h1>沙箱银行 / Sandbox bank</h1>
<p>一家独立的银行：账簿与平台分开保存。存入合计 / deposited: <b>¥${yuanText(book.totalDepositedFen())}</b> ·
${book.isBalanced() ? '账平 / the book adds up' : '<b>账不平 / the book does not add up</b>'} ·
付款 / payments: ${book.paymentCount()} · 待送通知 / notices owed: ${book.notices().length}</p>
<h2>账户 / Accounts</h2>${htmlTable(
    ['账号 No.', '户名 Name', '类别 Kind', '余额 Balance ¥'],
    accounts.map(({ balanceFen, kind, name, no }) => [no, name, kind, yuanText(balanceFen)]),
  )}
<h2>最近分录 / Latest entries</h2>${htmlTable(
    [
      '#',
      '起息日 Value date',
      '账号 Account',
      '借贷 Side',
      '金额 ¥',
      '余额 After ¥',
      '对方 Other side',
      '业务号 Key',
      '附言 Memo',
    ],
    entries.map(entryCells),
  )}
<h2>故障计划 / Plans</h2>${htmlTable(['#', '条件 Match', '行为 Behaviours'], book.plans().map(planCells))}`;
}

function entryCells(entry: Entry): readonly unknown[] {
  const { account, amountFen, balanceAfterFen, counterparty, direction, key, memo, sequence, valueDate } =
    entry;
  return [
    sequence,
    valueDate,
    account,
    direction,
    yuanText(amountFen),
    yuanText(balanceAfterFen),
    counterparty,
    key,
    memo,
  ];
}

function planCells(plan: BankPlan): readonly unknown[] {
  const behaviours = plan.behaviours.map(
    (behaviour, index) => `${behaviour.kind} ${plan.used[index] ?? 0}/${behaviour.times}`,
  );
  return [plan.id, JSON.stringify(plan.match), behaviours.join(', ')];
}
