import { useSession } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { useColleagues } from './colleagues';

const WORDS = words({
  you: ['本人', 'You'],
  colleague: ['同事', 'A colleague'],
  nobody: ['无', 'Nobody'],
  left: ['已离职员工', 'Somebody who left'],
});

interface WhoProps {
  readonly id: string | null;
  /** What somebody is called who is not of the staff now; somebody who left, where only staff come here. */
  readonly stranger?: string;
}

/** A person of the staff by name. */
export function Who({ id, stranger }: WhoProps) {
  const say = useWords(WORDS);
  const session = useSession();
  const { data } = useColleagues();
  if (id === null) return say('nobody');
  if (id === session?.user.id) return say('you');
  if (data === undefined) return say('colleague');
  return data.items.find((person) => person.id === id)?.name ?? stranger ?? say('left');
}
