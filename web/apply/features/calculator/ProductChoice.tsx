import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { SelectField } from '../../../kit/forms/fields';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({ product: ['贷款产品', 'Product'] });

const route = getRouteApi('/calculator');

type Product = Answers['Product'];

/** Which product it is calculated for; with its lender, where there are several. */
export function ProductChoice({ products, product }: { products: readonly Product[]; product: Product }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const navigate = route.useNavigate();
  const { data: institutions } = api.useQuery('get', '/institutions');
  const nameOf = ({ nameZh, nameEn }: Pick<Product, 'nameZh' | 'nameEn'>): string =>
    language === 'en' ? nameEn : nameZh;
  const labelOf = (each: Product): string => {
    const lender = institutions?.items.find(({ id }) => id === each.institutionId);
    return lender === undefined ? nameOf(each) : `${nameOf(lender)} · ${nameOf(each)}`;
  };
  return (
    <SelectField
      label={say('product')}
      choices={products.map((each) => ({ value: each.id, label: labelOf(each) }))}
      value={product.id}
      onChange={({ target }) => void navigate({ search: { product: target.value }, replace: true })}
    />
  );
}
