import { useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  share: ['分享试算结果', 'Share this calculation'],
  copied: ['链接已复制', 'The link is copied'],
  byHand: ['请复制地址栏中的链接', 'Copy the link from the address bar'],
});

/** Passes the address on: by the phone's own sheet, else by the clipboard. */
export function ShareLink() {
  const say = useWords(WORDS);
  const [said, setSaid] = useState<'copied' | 'byHand' | null>(null);
  const share = async (): Promise<void> => {
    const url = location.href;
    // A sheet that is closed again is no failure.
    if (navigator.share !== undefined) return await navigator.share({ url }).catch(() => undefined);
    setSaid(
      await navigator.clipboard
        .writeText(url)
        .then(() => 'copied' as const)
        .catch(() => 'byHand'),
    );
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void share()}>
        {say('share')}
      </button>
      <span role="status" className="quiet">
        {said === null ? '' : say(said)}
      </span>
    </>
  );
}
