import { Link, useRouter } from '@tanstack/react-router';
import { KeyCap } from '../../../kit/keys/KeyCap';
import { useKeys } from '../../../kit/keys/useKeys';
import type { Session } from '../../../kit/session/session';
import { useSay, useWords } from '../../../kit/words/language';
import { type Pair, sentence } from '../../../kit/words/words';
import { type Place, placesOf, RAIL_WORDS } from '../places';

const EVERYWHERE: Pair = ['全局', 'Everywhere'];

/** The places of the person's roles. */
export function Rail({ session }: { session: Session }) {
  const say = useWords(RAIL_WORDS);
  const router = useRouter();
  const places = placesOf(session.roles);
  useKeys(
    'EVERYWHERE',
    EVERYWHERE,
    places.map((place) => ({
      press: `KeyG Key${place.letter}`,
      does: bothOf(place),
      act: () => void router.navigate({ to: place.path }),
    })),
  );
  return (
    <nav className="rail" aria-label={say('places')}>
      <strong className="rail-name">{say('name')}</strong>
      {places.map((place) => (
        <RailLink key={place.path} place={place} />
      ))}
    </nav>
  );
}

function RailLink({ place }: { place: Place }) {
  const say = useSay();
  return (
    <Link to={place.path} className="rail-link" activeProps={{ 'aria-current': 'page' }}>
      <span>{say(place.name)}</span>
      <KeyCap press={`KeyG Key${place.letter}`} />
    </Link>
  );
}

const bothOf = ({ name: [zh, en] }: Place): Pair => [
  sentence(RAIL_WORDS.goTo, 'zh-CN', { place: zh }),
  sentence(RAIL_WORDS.goTo, 'en', { place: en }),
];
