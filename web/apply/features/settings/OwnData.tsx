import { useMutation } from '@tanstack/react-query';
import { client } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['导出数据', 'Take your data along'],
  about: [
    '企业资料、申请、借款、付款、消息与操作记录，一个文件。',
    'What is kept of the enterprise, its applications, loans, payments, messages and acts, in one file.',
  ],
  export: ['下载（JSON）', 'Download (JSON)'],
});

/** All that is kept, as a file. */
export function OwnData() {
  const say = useWords(WORDS);
  const exporting = useMutation({ mutationFn: readOwnData, onSuccess: save });
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p>{say('about')}</p>
      <ProblemNotice error={exporting.error} />
      <button
        type="button"
        className="button"
        disabled={exporting.isPending}
        onClick={() => exporting.mutate()}
      >
        {say('export')}
      </button>
    </section>
  );
}

async function readOwnData() {
  const { data, error } = await client.GET('/me/data');
  if (error !== undefined) throw error;
  return data;
}

function save(data: Awaited<ReturnType<typeof readOwnData>>): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  link.download = `data-${data.exportedAt.slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
