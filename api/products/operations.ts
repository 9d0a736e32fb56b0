import { termsFor } from '../../domain/offer/productTerms';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { listProducts } from '../../gateways/database/products';
import { businessTime } from '../kernel/businessTime';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY } from '../kernel/security/policy';
import { quote } from './quote';

/** Products on offer, and what a loan would cost. */
export const productOperations = {
  listProducts: {
    who: ANYBODY,
    do: async (parts, { caller, query }) => {
      const institutionId = caller?.institution?.id ?? caller?.enterprise?.institutionId;
      const rows = await listProducts(parts.prisma, {
        institutionId,
        institutionCode: query.institutionCode,
      });
      const parameters = parametersAt((await businessTime(parts)).today);
      return { items: rows.map((row) => ({ ...row, terms: termsFor(row.terms, parameters) })) };
    },
  },
  quote: { who: ANYBODY, audit: null, limit: 'quote', do: quote },
} satisfies SomeOperations;
