import { useLanguage, useWords } from '../words/language';
import { type Language, words } from '../words/words';
import type { Draft } from './useDraft';

const WORDS = words({
  OPENING: ['正在读取草稿…', 'Reading what you typed before…'],
  EMPTY: ['所填内容会自动保存', 'What you type is saved by itself'],
  TYPED: ['正在保存…', 'Saving…'],
  SAVED: ['已保存 {time}', 'Saved {time}'],
  WAITING: ['网络不通：已存在本机，恢复后自动保存', 'No network: kept on this device, saved once it is back'],
  REFUSED: ['尚未保存到服务器，已存在本机', 'Not saved on the server yet, kept on this device'],
  NEWER: ['另一个窗口里有更新的内容', 'Another window has newer content'],
  again: ['立即保存', 'Save now'],
  theirs: ['载入更新的内容', 'Load the newer content'],
  mine: ['保留本窗口的内容', 'Keep what is in this window'],
});

/** Of any form's draft. */
type Kept = Pick<Draft<unknown>, 'state' | 'again' | 'takeTheirs' | 'keepMine'>;

/** Says whether what was typed is safe, and lets the person choose where two windows differ. */
export function DraftNote({ draft }: { draft: Kept }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const { state } = draft;
  const mustChoose = state.status === 'NEWER' || state.status === 'REFUSED';
  return (
    <div
      className={mustChoose ? 'notice notice-warn' : 'draft-note'}
      role="status"
      data-status={state.status}
    >
      <span>{say(state.status, { time: state.status === 'SAVED' ? timeText(state.at, language) : '' })}</span>
      {state.status === 'REFUSED' && (
        <button type="button" className="button" onClick={draft.again}>
          {say('again')}
        </button>
      )}
      {state.status === 'NEWER' && (
        <div className="row">
          <button type="button" className="button" onClick={draft.takeTheirs}>
            {say('theirs')}
          </button>
          <button type="button" className="button" onClick={draft.keepMine}>
            {say('mine')}
          </button>
        </div>
      )}
    </div>
  );
}

/** Real time, where the person is. */
const timeText = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  );
