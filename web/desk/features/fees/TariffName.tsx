import { dayText, monthText } from '../../../kit/figures/figures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  name: ['{month}价目表 · 自 {day} 起', 'Price list of {month} · from {day}'],
});

/** What people call a version of the price list: by when it came into force. Its id is there for who looks for it. */
export function TariffName({ version, from }: { version: string; from: string }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const month = monthText(from.slice(0, 7), language);
  return <span title={version}>{say('name', { month, day: dayText(from, language) })}</span>;
}
