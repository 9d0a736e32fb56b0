import { api } from '../../kit/api/api';
import { useSay } from '../../kit/words/language';

const AN_HOUR_MS = 3_600_000;

/** A product of the own institution by its name; by its code where it is no longer on offer. */
export function ProductName({ code }: { code: string }) {
  const say = useSay();
  const { data } = api.useQuery('get', '/products', { params: { query: {} } }, { staleTime: AN_HOUR_MS });
  const product = data?.items.find((each) => each.code === code);
  return product === undefined ? code : say([product.nameZh, product.nameEn]);
}
