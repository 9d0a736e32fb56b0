import { listProducts } from '../../gateways/database/products';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY } from '../kernel/security/policy';
import { quote } from './quote';

/** Products on offer, and what a loan would cost. */
export const productOperations = {
  listProducts: {
    who: ANYBODY,
    do: async ({ sql }, { caller, query }) => {
      const institutionId = caller?.institution?.id ?? caller?.enterprise?.institutionId;
      const rows = await listProducts(sql, { institutionId, institutionCode: query.institutionCode });
      return { items: rows.map((row) => ({ ...row, methods: [...row.methods], terms: { ...row.terms } })) };
    },
  },
  quote: { who: ANYBODY, audit: null, do: quote },
} satisfies SomeOperations;
