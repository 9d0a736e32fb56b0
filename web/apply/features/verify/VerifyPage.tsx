import { getRouteApi } from '@tanstack/react-router';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { api, isProblem } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { AreaField, TextField } from '../../../kit/forms/fields';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { codeOf, codeOfFile } from './code';
import { Verified } from './Verified';

const WORDS = words({
  title: ['核验单据', 'Check a paper'],
  about: [
    '收据、对账单、结清证明等单据的每一页都印有校验码。输入校验码，或选择收到的 PDF 文件，即可核验是否由平台上的机构出具。',
    'Each page of a receipt, statement or certificate bears a code. Type it, or choose the PDF that you were given, to see whether an institution of this platform issued it.',
  ],
  code: ['校验码', 'The code'],
  codeHint: ['64 位字母和数字，可含空格', '64 letters and digits; spaces do not matter'],
  wrong: ['校验码应为 64 位，请核对是否漏输', 'A code has 64 characters: look for what is missing'],
  check: ['核验', 'Check it'],
  file: ['或选择 PDF 文件', 'Or choose the PDF'],
  fileHint: [
    '文件只在本机计算校验码，不会上传',
    'Its code is worked out on this device; the file is not sent',
  ],
  unknown: [
    '没有查到：校验码或文件与我们出具的任何单据都不相符。文件哪怕改动一个字节也会如此。',
    'Not found: it is the code of none of our papers. A file that was changed by a single byte is none either.',
  ],
});

const route = getRouteApi('/verify');

/** Whether a paper that somebody was given is one of ours; of whom it is to, nothing is said. */
export function VerifyPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  const { code } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(code ?? '');
  const [isTried, setTried] = useState(false);
  const look = (found: string): void => void navigate({ search: { code: found } });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const found = codeOf(typed);
    if (found !== null) look(found);
  };
  const take = async ({ target: { files } }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = files?.[0];
    if (file === undefined) return;
    const found = await codeOfFile(file);
    setTyped(found);
    look(found);
  };
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <p>{say('about')}</p>
      <form className="card stack" noValidate onSubmit={send}>
        <AreaField
          label={say('code')}
          hint={say('codeHint')}
          rows={3}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          wrong={isTried && codeOf(typed) === null ? say('wrong') : undefined}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <button type="submit" className="button primary">
          {say('check')}
        </button>
        <TextField
          label={say('file')}
          hint={say('fileHint')}
          type="file"
          accept="application/pdf"
          onChange={(event) => void take(event)}
        />
      </form>
      <div aria-live="polite">{code !== undefined && <Answer hash={code} />}</div>
    </div>
  );
}

function Answer({ hash }: { hash: string }) {
  const say = useWords(WORDS);
  const { data, error, refetch } = api.useQuery('get', '/papers/verification', {
    params: { query: { hash } },
  });
  if (data !== undefined) return <Verified paper={data} />;
  if (error === null) return <div className="skeleton" />;
  if (isProblem(error) && error.code === 'NOT_FOUND') {
    return <p className="notice notice-bad">{say('unknown')}</p>;
  }
  return <ProblemNotice error={error} again={() => void refetch()} />;
}
