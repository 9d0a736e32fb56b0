import { useId, useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AskForRules } from './AskForRules';
import { PRICES, pricesWanted, sharesTyped } from './ruleFigures';
import type { RulesFormProps } from './rules';
import { ShareFields } from './ShareFields';
import { PRICE_WORDS } from './words';

const WORDS = words({
  title: ['调整定价', 'Change prices'],
  about: [
    '贷款须赚回的部分；借款人综合成本的法定上限不变。',
    'What a loan must earn; the cap of the law on what a borrower pays stays.',
  ],
});

/** Other prices; only what is changed is asked for. */
export function PricingForm({ rules, leave, asked }: RulesFormProps) {
  const say = useWords(WORDS);
  const id = useId();
  const [typed, setTyped] = useState(() => sharesTyped(rules.pricing, PRICES));
  const value = pricesWanted(typed, rules);
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      <div className="panes">
        <ShareFields
          names={PRICE_WORDS}
          typed={typed}
          change={(name, text) => setTyped({ ...typed, [name]: text })}
        />
      </div>
      <AskForRules
        wanted={value === null ? null : { subject: 'pricing', value }}
        leave={leave}
        asked={asked}
      />
    </section>
  );
}
