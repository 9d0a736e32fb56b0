import { keyCaps } from './keys';
import './keys.css';

/** A key as it looks on the keyboard. People who listen are told it by `aria-keyshortcuts` of what it does. */
export function KeyCap({ press }: { press: string }) {
  return (
    <span className="key-caps" aria-hidden="true">
      {keyCaps(press).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
