import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type Answers, isProblem } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Instant } from '../../../kit/figures/figures';
import { KeyCap } from '../../../kit/keys/KeyCap';
import { useKeys } from '../../../kit/keys/useKeys';
import { useWords } from '../../../kit/words/language';
import { type Pair, words } from '../../../kit/words/words';
import { useNextTask, useTaskActs } from './acts';
import { readSearch } from './filters';
import { SnoozeLayer } from './SnoozeLayer';
import './snoozing.css';

const WORDS = words({
  done: ['已暂缓“{title}”，至', '“{title}” is put off until'],
  undo: ['撤销', 'Undo'],
  close: ['知道了', 'All right'],
});
const KEYS: Pair = ['暂缓', 'Putting off'];
const UNDO: Pair = ['撤销暂缓', 'Take back what was put off last'];

type Task = Pick<Answers['Task'], 'id' | 'caseTitle'>;
interface SnoozeActs {
  /** Asks until when. */
  readonly ask: (task: Task) => void;
  readonly takeBack: (taskId: string) => void;
}
const SnoozeContext = createContext<SnoozeActs>({ ask: () => undefined, takeBack: () => undefined });

/** Puts tasks off and takes them back, wherever below they are shown. */
export const useSnoozing = (): SnoozeActs => useContext(SnoozeContext);

/** Lets tasks be put off (`S`); what was put off last is told until the person has seen it, and taken back by `Z`. */
export function Snoozing({ children }: { children: ReactNode }) {
  const say = useWords(WORDS);
  const [asked, ask] = useState<Task | null>(null);
  const [last, setLast] = useState<(Task & { readonly until: string }) | null>(null);
  const { snooze, endSnooze } = useTaskActs();
  const leave = useLeaving();
  const { mutate: end } = endSnooze;
  const takeBack = useCallback(
    (taskId: string) => {
      end({ params: { path: { taskId } } });
      setLast((told) => (told?.id === taskId ? null : told));
    },
    [end],
  );
  const acts = useMemo(() => ({ ask, takeBack }), [takeBack]);
  const put = (body: { readonly until: string } | { readonly workingHours: number }): void => {
    if (asked === null) return;
    snooze.mutate(
      { params: { path: { taskId: asked.id } }, body },
      {
        onSuccess: ({ snoozedUntil }) => {
          setLast({ ...asked, until: snoozedUntil });
          ask(null);
          leave(asked.id);
        },
      },
    );
  };
  useKeys('PLACE', KEYS, last === null ? [] : [{ press: 'KeyZ', does: UNDO, act: () => takeBack(last.id) }]);
  return (
    <SnoozeContext value={acts}>
      {children}
      {asked !== null && (
        <SnoozeLayer
          title={asked.caseTitle}
          put={put}
          isPending={snooze.isPending}
          error={snooze.error}
          close={() => {
            snooze.reset();
            ask(null);
          }}
        />
      )}
      <div className="snoozed card" role="status" hidden={last === null && !isProblem(endSnooze.error)}>
        {last !== null && (
          <span>
            {say('done', { title: last.caseTitle })} <Instant at={last.until} />
          </span>
        )}
        <ProblemNotice error={endSnooze.error} />
        {last !== null && (
          <button type="button" className="button" aria-keyshortcuts="Z" onClick={() => takeBack(last.id)}>
            {say('undo')} <KeyCap press="KeyZ" />
          </button>
        )}
        <button
          type="button"
          className="button plain"
          onClick={() => {
            setLast(null);
            endSnooze.reset();
          }}
        >
          {say('close')}
        </button>
      </div>
    </SnoozeContext>
  );
}

/** Whoever has put off what is open goes on: to the next case in work mode, else to the list. */
function useLeaving(): (taskId: string) => void {
  const { taskId: open } = useParams({ strict: false });
  const search = readSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const next = useNextTask();
  return (taskId) => {
    if (taskId !== open) return;
    if (search.work === true) void next.open(search).catch(() => undefined);
    else void navigate({ to: '/inbox', search });
  };
}
