import { useRouter } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useDeferredValue, useState } from 'react';
import { amountText } from '../../../../domain/money/text';
import { type Answers, api } from '../../../kit/api/api';
import { Layer } from '../../../kit/layer/Layer';
import type { Session } from '../../../kit/session/session';
import { useSay, useWords } from '../../../kit/words/language';
import { CASE_NAMES, TASK_NAMES } from '../../../kit/words/names';
import { type Pair, words } from '../../../kit/words/words';
import { placesOf } from '../places';
import { addressOf } from './addresses';
import './palette.css';

const WORDS = words({
  title: ['查找与前往', 'Find and go'],
  ask: ['企业名称、信用代码、编号或金额', 'Name, code, id or amount'],
  places: ['前往', 'Go to'],
  found: ['查找结果', 'Found'],
  nothing: ['没有匹配的内容', 'Nothing found'],
  person: ['人员', 'Person'],
  enterprise: ['企业', 'Enterprise'],
});
const LEAST_LETTERS = 2;

/** Everything one may see, by a part of its name. */
export default function Palette({ session, close }: { session: Session; close: () => void }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const router = useRouter();
  const [asked, ask] = useState('');
  const q = useDeferredValue(asked.trim());
  const { data } = api.useQuery(
    'get',
    '/search',
    { params: { query: { q } } },
    { enabled: q.length >= LEAST_LETTERS, placeholderData: (before) => before },
  );
  const hits = q.length >= LEAST_LETTERS ? (data?.items ?? []) : [];
  const places = placesOf(session.roles).filter(({ name }) => isCalled(name, asked));
  const go = (address: string): void => {
    close();
    void router.navigate({ to: address });
  };
  return (
    <Layer title={say('title')} close={close}>
      <Command label={say('title')} shouldFilter={false} className="palette">
        <Command.Input autoFocus value={asked} onValueChange={ask} placeholder={say('ask')} />
        <Command.List label={say('found')}>
          <Command.Empty>{say('nothing')}</Command.Empty>
          {places.length > 0 && (
            <Command.Group heading={say('places')}>
              {places.map(({ path, name }) => (
                <Command.Item key={path} value={path} onSelect={() => go(path)}>
                  {sayPair(name)}
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {hits.length > 0 && (
            <Command.Group heading={say('found')}>
              {hits.map((hit) => (
                <Found key={`${hit.kind}${hit.id}`} hit={hit} go={go} />
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Layer>
  );
}

const isCalled = (name: Pair, asked: string): boolean =>
  name.some((word) => word.toLowerCase().includes(asked.trim().toLowerCase()));

function Found({ hit, go }: { hit: Answers['SearchHit']; go: (address: string) => void }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const address = addressOf(hit);
  return (
    <Command.Item
      value={`${hit.kind}${hit.id}`}
      disabled={address === null}
      onSelect={() => address !== null && go(address)}
    >
      <span>{hit.title}</span>
      <small>
        {hit.kind === 'PERSON' ? say('person') : sayPair(kindOf(hit))}
        {'amountFen' in hit && ` · ${amountText(hit.amountFen)}`}
      </small>
    </Command.Item>
  );
}

function kindOf(hit: Exclude<Answers['SearchHit'], { kind: 'PERSON' }>): Pair {
  if (hit.kind === 'TASK') return TASK_NAMES[hit.task];
  return hit.kind === 'ENTERPRISE' ? WORDS.enterprise : CASE_NAMES[hit.kind];
}
