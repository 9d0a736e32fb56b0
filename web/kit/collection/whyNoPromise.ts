import type { Answers } from '../../client/client';
import { type Language, type Pair, sentence, words } from '../words/words';

type Calendar = Pick<Answers['CollectionCalendar'], 'episode' | 'episodes' | 'mayPromise' | 'promises'>;

const WORDS: Readonly<Record<string, Pair>> = words({
  NOTHING_OVERDUE: ['没有逾期款项。', 'Nothing is overdue.'],
  PROMISE_ALREADY_OPEN: ['已有一项未到期的还款承诺。', 'A promise is still open.'],
  PROMISE_LIMIT: [
    '本次逾期已有 {broken} 次承诺未兑现，不再接受承诺。',
    '{broken promise was|promises were} broken already: no other is taken.',
  ],
});
const OTHERWISE: Pair = ['目前不接受承诺。', 'No promise is taken now.'];

/** Why no promise to pay is taken now; null: one is. */
export function whyNoPromise(calendar: Calendar, language: Language): string | null {
  const { mayPromise } = calendar;
  if (mayPromise === null) return null;
  return sentence(WORDS[mayPromise] ?? OTHERWISE, language, { broken: brokenOf(calendar) });
}

/** How many promises of the default that is open were broken. */
function brokenOf({ episode, episodes, promises }: Calendar): number {
  const since = episodes.find(({ number }) => number === episode)?.openedOn ?? '';
  return promises.filter(({ status, byDate }) => status === 'BROKEN' && byDate >= since).length;
}
