import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { BOOK_READERS } from '../../parts/books';
import { Tabs } from '../../parts/Tabs';

const WORDS = words({
  risk: ['风控', 'Risk'],
  portfolio: ['资产组合', 'Portfolio'],
  overdue: ['逾期贷款', 'Overdue loans'],
  warnings: ['预警与检查', 'Warnings and checks'],
  watch: ['待办与行为', 'Tasks and conduct'],
});

/** The screens of risk. */
export function RiskTabs() {
  const say = useWords(WORDS);
  return (
    <Tabs
      label={say('risk')}
      groups={[
        {
          name: say('risk'),
          tabs: [
            ['/risk/portfolio', say('portfolio'), BOOK_READERS],
            ['/risk/overdue', say('overdue'), BOOK_READERS],
            ['/risk/warnings', say('warnings'), BOOK_READERS],
            ['/risk/watch', say('watch'), ['risk', 'admin', 'auditor']],
          ],
        },
      ]}
    />
  );
}
