import { Layer } from '../layer/Layer';
import { useSay, useWords } from '../words/language';
import { words } from '../words/words';
import { type KeySet, keyCaps, SCOPES } from './keys';
import { keysNow } from './useKeys';
import './keys.css';

const WORDS = words({ title: ['快捷键', 'Keys'] });

/** All keys that count on the screen, as they are registered: the list can't say what is not so. */
export function KeyList({ close }: { close: () => void }) {
  const say = useWords(WORDS);
  const nearestFirst = keysNow().toSorted(
    (one, other) => SCOPES.indexOf(other.scope) - SCOPES.indexOf(one.scope),
  );
  return (
    <Layer title={say('title')} close={close}>
      <div className="key-list">
        {nearestFirst.map((set) => (
          <KeysOfSet key={`${set.scope}${set.title[1]}`} set={set} />
        ))}
      </div>
    </Layer>
  );
}

function KeysOfSet({ set: { title, keys } }: { set: KeySet }) {
  const say = useSay();
  if (keys.length === 0) return null;
  return (
    <section>
      <h3>{say(title)}</h3>
      <dl>
        {keys.map(({ press, does }) => (
          <div key={press}>
            <dt>
              {keyCaps(press).map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dt>
            <dd>{say(does)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
