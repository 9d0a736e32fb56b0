import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../kit/api/api';
import { Day, Money, monthText } from '../../../kit/figures/figures';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ACCOUNT_NAMES } from './accounts';
import type { Account } from './entryDraft';

const WORDS = words({
  carried: ['结转 {count} 笔结果未知的指令', '{count unknown order|unknown orders} carried over'],
  entry: ['凭证 {id}', 'Entry {id}'],
  centre: ['成本中心 {centre}', 'Cost centre {centre}'],
  debit: ['借 {account}', 'Debit {account}'],
  credit: ['贷 {account}', 'Credit {account}'],
});

const isAccount = (code: string): code is Account => Object.hasOwn(ACCOUNT_NAMES, code);

/** What a change of the books is about, by what it has. */
export function PayloadTold({ payload }: Pick<Answers['LedgerChange'], 'payload'>) {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const { language } = useLanguage();
  const named = (account: string): string =>
    isAccount(account) ? `${account} ${sayPair(ACCOUNT_NAMES[account])}` : account;
  return (
    <div className="payload">
      {'month' in payload && (
        <Link to="/finance/periods" search={{ month: payload.month }}>
          {monthText(payload.month, language)}
        </Link>
      )}
      {'carried' in payload && payload.carried.length > 0 && (
        <small>{say('carried', { count: payload.carried.length })}</small>
      )}
      {'entryId' in payload && <span>{say('entry', { id: payload.entryId })}</span>}
      {'date' in payload && <Day day={payload.date} />}
      {'costCentre' in payload && payload.costCentre !== null && (
        <small>{say('centre', { centre: payload.costCentre })}</small>
      )}
      {'lines' in payload &&
        payload.lines.map((line) =>
          'debitFen' in line ? (
            <div key={`${line.account}${line.debitFen}`} className="row spread">
              <span>{say(line.debitFen > 0 ? 'debit' : 'credit', { account: named(line.account) })}</span>
              <Money fen={line.debitFen > 0 ? line.debitFen : line.creditFen} />
            </div>
          ) : (
            <div key={`${line.month}${line.account}`} className="row spread">
              <span>
                {monthText(line.month, language)} · {named(line.account)}
              </span>
              <Money fen={line.amountFen} />
            </div>
          ),
        )}
    </div>
  );
}
