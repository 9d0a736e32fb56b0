import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Calculator } from './Calculator';
import { productOf } from './calculatorSearch';
import { ProductChoice } from './ProductChoice';

const WORDS = words({
  title: ['贷款试算', 'Loan calculator'],
  about: [
    '试算不构成任何承诺。显示的是全部成本：利息、每一项费用和年化综合成本。',
    'It binds nobody, and shows all that a loan costs: interest, each fee and the annual cost.',
  ],
  none: ['目前没有可试算的产品。', 'There is no product to calculate for now.'],
});

const route = getRouteApi('/calculator');

/** What a loan costs, for anybody; the address is the link to share. */
export function CalculatorPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  const search = route.useSearch();
  const products = api.useQuery('get', '/products');
  const items = products.data?.items ?? [];
  const product = productOf(items, search);
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <p className="quiet">{say('about')}</p>
      <ProblemNotice error={products.error} again={() => void products.refetch()} />
      {products.isPending && <div className="skeleton tall" />}
      {products.isSuccess && product === undefined && <p className="card">{say('none')}</p>}
      {product !== undefined && (
        <>
          <ProductChoice products={items} product={product} />
          <Calculator key={product.id} product={product} />
        </>
      )}
    </div>
  );
}
