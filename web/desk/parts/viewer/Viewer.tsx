import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { knock } from '../../../kit/api/doorkeeper';
import { keyCaps } from '../../../kit/keys/keys';
import { useKeys } from '../../../kit/keys/useKeys';
import { useSay, useWords } from '../../../kit/words/language';
import { type Pair, words } from '../../../kit/words/words';
import { Asked } from '../Asked';
import { type OpenPaper, openPdf, openPicture } from './papers';
import { FIRST_VIEW, type Move, type Shown, type View, viewAfter } from './viewing';
import './viewer.css';

const WORDS = words({
  tools: ['查看工具', 'Tools of the viewer'],
  page: ['第 {page} / {pages} 页', 'Page {page} of {pages}'],
  broken: ['此文件无法显示，请下载后查看。', 'It can not be shown: download it.'],
});
const KEYS: Pair = ['查看资料', 'Paper'];
const MOVES: readonly (readonly [move: Move, press: string, sign: string, does: Pair])[] = [
  ['PREVIOUS', 'BracketLeft', '‹', ['上一页', 'Previous page']],
  ['NEXT', 'BracketRight', '›', ['下一页', 'Next page']],
  ['SMALLER', 'Minus', '−', ['缩小', 'Smaller']],
  ['LARGER', 'Equal', '+', ['放大', 'Larger']],
  ['TURN', 'Backslash', '↻', ['旋转', 'Turn']],
];

interface ViewerProps {
  readonly name: string;
  /** Of the API, `/api/…`. */
  readonly address: string;
  readonly as: Shown;
}

/** A paper in its place: drawn by the page itself, so that no plug-in and no frame is needed. */
export function Viewer({ name, address, as }: ViewerProps) {
  const of = useQuery({
    queryKey: ['paper', address],
    queryFn: () => fetchPaper(address),
    staleTime: Number.POSITIVE_INFINITY,
    // What was looked at does not stay in memory.
    gcTime: 0,
  });
  return <Asked of={of}>{(file) => <Opened key={address} name={name} file={file} as={as} />}</Asked>;
}

/** The file itself. @throws the problem of the API */
async function fetchPaper(address: string): Promise<Blob> {
  const response = await knock(new Request(new URL(address, location.href)));
  if (!response.ok) throw await response.json();
  return await response.blob();
}

function Opened({ name, file, as }: { name: string; file: Blob; as: Shown }) {
  const say = useWords(WORDS);
  const [paper, setPaper] = useState<OpenPaper | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [view, look] = useState(FIRST_VIEW);
  useEffect(() => {
    let isGone = false;
    const opening = as === 'PDF' ? openPdf(file) : openPicture(file);
    opening.then(
      (opened) => (isGone ? opened.close() : setPaper(opened)),
      () => setBroken(true),
    );
    return () => {
      isGone = true;
      void opening.then((opened) => opened.close()).catch(() => undefined);
    };
  }, [file, as]);
  const pages = paper?.pages ?? 1;
  const move = (how: Move): void => look(viewAfter(view, how, pages));
  useKeys(
    'CASE',
    KEYS,
    MOVES.map(([how, press, , does]) => ({ press, does, act: () => move(how), repeats: true })),
  );
  if (isBroken) return <p className="notice notice-warn">{say('broken')}</p>;
  return (
    <div className="viewer">
      <div className="row" role="toolbar" aria-label={say('tools')}>
        <span className="figure" role="status">
          {pages > 1 && say('page', { page: view.page, pages })}
        </span>
        <Tools view={view} pages={pages} move={move} />
      </div>
      <Sheet name={name} paper={paper} view={view} />
    </div>
  );
}

interface ToolsProps {
  readonly view: View;
  readonly pages: number;
  readonly move: (how: Move) => void;
}

function Tools({ view, pages, move }: ToolsProps) {
  const sayPair = useSay();
  const useful = pages > 1 ? MOVES : MOVES.filter(([how]) => how !== 'PREVIOUS' && how !== 'NEXT');
  return useful.map(([how, press, sign, does]) => (
    <button
      key={how}
      type="button"
      className="button small"
      aria-label={sayPair(does)}
      aria-keyshortcuts={keyCaps(press).join('+')}
      title={sayPair(does)}
      disabled={isSame(view, viewAfter(view, how, pages))}
      onClick={() => move(how)}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  ));
}

const isSame = (one: View, other: View): boolean =>
  one.page === other.page && one.zoom === other.zoom && one.turn === other.turn;

interface SheetProps {
  readonly name: string;
  readonly paper: OpenPaper | null;
  readonly view: View;
}

/** One page; the newest view wins where one is drawn while another is asked for. */
function Sheet({ name, paper, view }: SheetProps) {
  const frame = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Promise<unknown>>(Promise.resolve());
  const [written, read] = useState('');
  useEffect(() => {
    let isOld = false;
    drawing.current = drawing.current.then(async () => {
      if (isOld || paper === null || canvas.current === null) return;
      const text = await paper.draw(canvas.current, view, frame.current?.clientWidth ?? 0).catch(() => '');
      if (!isOld) read(text);
    });
    return () => {
      isOld = true;
    };
  }, [paper, view]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a page that is larger than its place is scrolled by keys
    <section ref={frame} className="sheet" aria-label={name} aria-busy={paper === null} tabIndex={0}>
      <canvas ref={canvas} role="img" aria-label={name} />
      <p className="unseen">{written}</p>
    </section>
  );
}
