import { listProducts } from '../../gateways/database/queries/products';
import type { Parts } from '../kernel/parts';
import type { Handlers } from '../kernel/routing/call';
import { quote } from './quote';

/** Products on offer, and what a loan would cost. */
export function productHandlers(parts: Parts): Pick<Handlers, 'listProducts' | 'quote'> {
  return {
    listProducts: async ({ caller, query }) => {
      const institutionId = caller?.institution?.id ?? caller?.enterprise?.institutionId;
      const rows = await listProducts(parts.sql, {
        institutionId,
        institutionCode: query.institutionCode,
      });
      return { items: rows.map((row) => ({ ...row, methods: [...row.methods], terms: { ...row.terms } })) };
    },
    quote: (call) => quote(parts, call),
  };
}
