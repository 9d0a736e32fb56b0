import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { yuanInCapitals } from '../../../../domain/money/capitals';
import { fen } from '../../../../domain/money/fen';
import { type Answers, isProblem } from '../../../kit/api/api';
import { KEY_REUSED } from '../../../kit/api/attempts';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Money } from '../../../kit/figures/figures';
import { QuotePanel } from '../../../kit/loan/QuotePanel';
import { termsOf } from '../../../kit/loan/wantedTerms';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { METHOD_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { missingCount } from './information';
import type { Step, TypedApplication } from './newApplication';

const WORDS = words({
  product: ['贷款产品', 'Product'],
  amount: ['金额', 'Amount'],
  term: ['期限', 'Term'],
  months: ['{count} 个月', '{count month|months}'],
  method: ['还款方式', 'How to repay'],
  purpose: ['用途', 'Purpose'],
  statements: ['财务数据', 'Statements'],
  complete: ['已填全', 'Complete'],
  missing: [
    '还有 {count} 项未填，提交后会请您补齐',
    '{count} still empty: you are asked for them after sending',
  ],
  edit: ['修改', 'Change'],
  notSaid: ['未填写', 'Not filled in'],
  look: ['查看我的申请', 'Look at my applications'],
});

interface CheckProps {
  readonly products: readonly Answers['Product'][];
  readonly edit: (step: Step) => void;
  readonly error: unknown;
}

/** All that will be sent, each with the way back to where it is changed. */
export function CheckStep({ products, edit, error }: CheckProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { language } = useLanguage();
  const typed = useFormContext<TypedApplication>().getValues();
  const product = products.find(({ id }) => id === typed.productId);
  const terms = product === undefined ? null : termsOf(typed, product);
  const missing = missingCount(typed);
  const row = (label: string, step: Step, shown: ReactNode) => (
    <div>
      <dt>
        {label}{' '}
        <button type="button" className="link" onClick={() => edit(step)}>
          {say('edit')}
          <span className="unseen"> {label}</span>
        </button>
      </dt>
      <dd>{shown ?? say('notSaid')}</dd>
    </div>
  );
  return (
    <>
      <ProblemNotice error={error} />
      {isProblem(error) && error.code === KEY_REUSED && (
        <Link to="/applications" className="button">
          {say('look')}
        </Link>
      )}
      <section className="card">
        <dl className="figures">
          {row(
            say('product'),
            'product',
            product === undefined ? null : language === 'en' ? product.nameEn : product.nameZh,
          )}
          {row(
            say('amount'),
            'terms',
            terms && (
              <>
                <Money fen={terms.amountFen} />
                <small lang="zh-CN">{yuanInCapitals(fen(terms.amountFen))}</small>
              </>
            ),
          )}
          {row(say('term'), 'terms', terms && say('months', { count: terms.termMonths }))}
          {row(say('method'), 'terms', terms && sayPair(METHOD_NAMES[terms.method]))}
          {row(say('purpose'), 'purpose', typed.purpose.trim() === '' ? null : typed.purpose)}
          {row(
            say('statements'),
            'statements',
            missing === 0 ? say('complete') : say('missing', { count: missing }),
          )}
        </dl>
      </section>
      {product !== undefined && <QuotePanel productId={product.id} terms={terms} />}
    </>
  );
}
