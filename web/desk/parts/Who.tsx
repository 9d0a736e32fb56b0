import { api } from '../../kit/api/api';
import { useSession } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { useIs } from './Page';

const WORDS = words({
  you: ['本人', 'You'],
  colleague: ['同事', 'A colleague'],
  nobody: ['无', 'Nobody'],
  left: ['已离职员工', 'Somebody who left'],
});

/** Those who may read who works here. */
const READERS = ['admin', 'risk', 'auditor'] as const;
const MOST = { params: { query: { pageSize: '200' } } };

/** A person of the staff by name, as far as the reader may know names. */
export function Who({ id }: { id: string | null }) {
  const say = useWords(WORDS);
  const session = useSession();
  const mayRead = useIs(READERS);
  const { data } = api.useQuery('get', '/staff', MOST, { enabled: mayRead });
  if (id === null) return say('nobody');
  if (id === session?.user.id) return say('you');
  if (data === undefined) return say('colleague');
  return data.items.find((person) => person.id === id)?.name ?? say('left');
}
