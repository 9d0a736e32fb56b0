import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Answers, api } from '../../kit/api/api';
import { ProblemNotice } from '../../kit/api/ProblemNotice';
import { useActKey } from '../../kit/api/useActKey';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { EXPORT_STATUS_NAMES, fileOf, lookAgainIn } from './exports';

const WORDS = words({
  make: ['导出', 'Export'],
  format: ['导出格式', 'Format of the file'],
  CSV: ['CSV', 'CSV'],
  XLSX: ['Excel', 'Excel'],
  rows: ['{status}，{count} 行', '{status}, {count row|rows}'],
  take: ['下载', 'Download'],
  all: ['全部导出', 'All exports'],
});

const FORMATS = ['CSV', 'XLSX'] as const satisfies readonly Answers['ExportFormat'][];

/** Has a list made into a file of the chosen format, with the filter that it has on the screen, and tells how far it is. */
export function ExportButton({ wish }: { wish: Answers['ExportWish'] }) {
  const say = useWords(WORDS);
  const { key, renew } = useActKey();
  const [format, choose] = useState<Answers['ExportFormat']>('CSV');
  const ask = api.useMutation('post', '/exports', { onSuccess: () => renew() });
  return (
    <div className="row export">
      <div className="field">
        <select
          aria-label={say('format')}
          value={format}
          onChange={({ target }) => choose(FORMATS.find((each) => each === target.value) ?? format)}
        >
          {FORMATS.map((each) => (
            <option key={each} value={each}>
              {say(each)}
            </option>
          ))}
        </select>
      </div>
      <button
        type="button"
        className="button small"
        disabled={ask.isPending}
        onClick={() =>
          ask.mutate({ params: { header: { 'Idempotency-Key': key } }, body: { ...wish, format } })
        }
      >
        {say('make')}
      </button>
      {ask.data !== undefined && <Progress exportId={ask.data.id} />}
      <ProblemNotice error={ask.error} />
    </div>
  );
}

function Progress({ exportId }: { exportId: string }) {
  const [say, sayStatus] = [useWords(WORDS), useWords(EXPORT_STATUS_NAMES)];
  const { data } = api.useQuery(
    'get',
    '/exports/{exportId}',
    { params: { path: { exportId } } },
    { refetchInterval: ({ state }) => lookAgainIn(state.data === undefined ? undefined : [state.data]) },
  );
  if (data === undefined) return null;
  return (
    <>
      <span role="status">{say('rows', { status: sayStatus(data.status), count: data.rowCount })}</span>
      {data.status === 'DONE' && (
        <a href={fileOf(data)} download>
          {say('take')}
        </a>
      )}
      <Link to="/exports">{say('all')}</Link>
    </>
  );
}
