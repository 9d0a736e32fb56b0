import { useEffect, useRef } from 'react';
import { answerNeed, type Need, useNeed } from '../api/doorkeeper';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { ProveFactor } from './ProveFactor';
import { SetUpFactor } from './SetUpFactor';
import { SignIn } from './SignIn';
import { factorNeed, type Session, useSession } from './session';

const WORDS = words({
  SIGN_IN: ['请重新登录，所填内容都还在', 'Sign in again: all that you typed is still here'],
  FACTOR: ['请完成双重验证后继续', 'Prove your second factor to go on'],
  FACTOR_SET_UP: ['请先设置双重验证', 'Set up a second factor first'],
  leave: ['暂不', 'Not now'],
});

/** Over whatever is on the screen: what has to be done before the API goes on. */
export function NeedLayer() {
  const need = useNeed();
  return need === null ? null : <Layer need={need} />;
}

function Layer({ need }: { need: Need }) {
  const say = useWords(WORDS);
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const step = stepOf(need, session ?? null);
  const proved = (now: Session): void => {
    if (factorNeed(now) === 'NONE') answerNeed(true);
  };
  return (
    <dialog
      ref={dialog}
      className="card stack need"
      aria-labelledby="need-title"
      onCancel={() => answerNeed(false)}
    >
      <h2 id="need-title">{say(step)}</h2>
      {step === 'SIGN_IN' && <SignIn done={proved} email={session?.user.email ?? ''} />}
      {step === 'FACTOR' && <ProveFactor done={proved} />}
      {step === 'FACTOR_SET_UP' && <SetUpFactor done={proved} />}
      <button type="button" className="button plain" onClick={() => answerNeed(false)}>
        {say('leave')}
      </button>
    </dialog>
  );
}

/** After the password the factor may follow. */
function stepOf(need: Need, session: Session | null): Need {
  if (need !== 'SIGN_IN' || session === null) return need;
  const left = factorNeed(session);
  if (left === 'PROVE') return 'FACTOR';
  return left === 'SET_UP' ? 'FACTOR_SET_UP' : need;
}
