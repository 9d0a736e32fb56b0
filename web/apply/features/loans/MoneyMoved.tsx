import type { Answers } from '../../../kit/api/api';
import { bankCodePair } from '../../../kit/words/bankCodes';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  SUCCEEDED: ['扣款成功。', 'It was debited.'],
  FAILED: [
    '扣款未成功：{why}。账上没有变化，可稍后再试。',
    'It was declined: {why}. Nothing has changed; try later.',
  ],
  PENDING: [
    '银行尚未答复，不会重复扣款；结果出来后这里会更新。',
    'The bank has not answered yet. Nothing is debited twice; this page follows.',
  ],
});

/** What has become of a debit, in words; nothing before one was asked for. */
export function MoneyMoved({ moved }: { moved: Answers['MoneyMoved'] | undefined }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  if (moved === undefined) return <div role="status" />;
  const { status, code } = moved.payment;
  const look = status === 'SUCCEEDED' ? 'notice-good' : status === 'FAILED' ? 'notice-bad' : 'notice-warn';
  return (
    <div role="status" className={`notice ${look}`}>
      {say(status, { why: code === null ? '' : sayPair(bankCodePair(code)) })}
    </div>
  );
}
