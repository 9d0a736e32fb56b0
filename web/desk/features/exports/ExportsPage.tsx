import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { STAFF } from '../../app/places';
import { Asked } from '../../parts/Asked';
import { EXPORT_NAMES, EXPORT_STATUS_NAMES, EXPORT_TONES, fileOf, lookAgainIn } from '../../parts/exports';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';

const WORDS = words({
  title: ['导出', 'Exports'],
  lead: [
    '您要求导出的列表；在列表上点“导出”即按其筛选生成，保留一天。',
    'Lists that you asked for as files: “Export” on a list makes one with its filters. Kept for a day.',
  ],
  what: ['内容', 'What'],
  asked: ['提出时间', 'Asked'],
  status: ['状态', 'Status'],
  rows: ['行数', 'Rows'],
  file: ['文件', 'File'],
  take: ['下载', 'Download'],
  part: ['仅含前 {count} 行，请缩小筛选范围', 'Only the first {count} rows: narrow the filter'],
  empty: [
    '尚无导出。在待办、贷款、支付、分录或审计列表上点“导出”。',
    'None yet. Press “Export” on tasks, loans, payments, the journal or the audit trail.',
  ],
});
type Export = Answers['Export'];

/** Files that one asked for: how far they are, and themselves. */
export function ExportsPage() {
  const say = useWords(WORDS);
  const [sayWhat, sayStatus] = [useWords(EXPORT_NAMES), useWords(EXPORT_STATUS_NAMES)];
  const of = api.useQuery('get', '/exports', undefined, {
    refetchInterval: ({ state }) => lookAgainIn(state.data?.items),
    refetchOnMount: 'always',
  });
  const columns: readonly Column<Export>[] = [
    { key: 'what', head: say('what'), cell: ({ what }) => sayWhat(what) },
    { key: 'asked', head: say('asked'), cell: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={EXPORT_TONES[status]}>{sayStatus(status)}</Mark>,
    },
    {
      key: 'rows',
      head: say('rows'),
      isFigure: true,
      cell: ({ rowCount }) => rowCount,
    },
    {
      key: 'file',
      head: say('file'),
      cell: (file) =>
        file.status === 'DONE' && (
          <>
            <a href={fileOf(file)} download>
              {say('take')}
            </a>
            {!file.isWhole && <small> {say('part', { count: file.rowCount })}</small>}
          </>
        ),
    },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={STAFF}>
      <Asked of={of}>
        {({ items }) => (
          <div aria-live="polite">
            <Records
              caption={say('title')}
              columns={columns}
              rows={items}
              idOf={({ id }) => id}
              empty={say('empty')}
            />
          </div>
        )}
      </Asked>
    </Page>
  );
}
