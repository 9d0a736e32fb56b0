import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../words/language';
import { words } from '../words/words';
import './layer.css';

const WORDS = words({ close: ['关闭', 'Close'] });

interface LayerProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** What lies over the screen until it is closed: Escape and the button close it, the focus goes back where it was. */
export function Layer({ title, close, children }: LayerProps) {
  const say = useWords(WORDS);
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} className="over card stack" aria-labelledby={titleId} onClose={close}>
      <header className="row spread">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="button plain" onClick={() => dialog.current?.close()}>
          {say('close')}
        </button>
      </header>
      {children}
    </dialog>
  );
}
