import {
  type ApplicationRefusal,
  checkApplication,
  checkInformation,
  type ProductBounds,
  type SubmittedApplication,
} from '../../domain/application/checkApplication';
import { informationOf } from '../../domain/application/information';
import type { Fen } from '../../domain/money/fen';
import type { ParameterSet } from '../../domain/parameters/parametersAt';
import type { Refusal } from '../../domain/result';
import type { ProductRow } from '../../gateways/database/products';
import type { Call } from '../kernel/routing/call';

/** What may still be handed in later: the process asks for it. */
const SUPPLIED_LATER = [
  'STATEMENTS_MISSING',
  'FIGURE_MISSING',
  'PROFILE_MISSING',
  'DOCUMENT_MISSING',
] as const satisfies readonly ApplicationRefusal[];

type Asked = Pick<Call<'apply'>['body'], 'amountFen' | 'termMonths' | 'method'> &
  Partial<Pick<Call<'apply'>['body'], 'purpose' | 'statements' | 'profile'>>;

/** What can't be taken as it is: outside of the product, or figures that contradict each other. */
export function wrongWith(
  product: Bounds,
  asked: Asked,
  parameters: ParameterSet,
): readonly Refusal<ApplicationRefusal>[] {
  return butWhatMayFollow(checkApplication(submitted(asked), boundsOf(product), parameters));
}

/** What a product says of amounts, terms and methods. */
type Bounds = Pick<ProductRow, 'status' | 'minimumTermMonths' | 'maximumTermMonths' | 'methods'> & {
  readonly minimumFen: number;
  readonly maximumFen: number;
};

interface Information {
  readonly statements?: Asked['statements'];
  readonly profile?: Asked['profile'];
}

/** What of the information that is supplied later can't be taken, together with what is on file. */
export function wrongWithInformation(
  onFile: Information,
  supplied: Information,
  parameters: ParameterSet,
): readonly Refusal<ApplicationRefusal>[] {
  const statements = { ...onFile.statements, ...supplied.statements };
  const profile = { ...onFile.profile, ...supplied.profile };
  return butWhatMayFollow(checkInformation(informationOf({ statements, profile }), parameters));
}

function butWhatMayFollow(
  refusals: readonly Refusal<ApplicationRefusal>[],
): readonly Refusal<ApplicationRefusal>[] {
  return refusals.filter(({ code }) => !SUPPLIED_LATER.some((later) => later === code));
}

function boundsOf(product: Bounds): ProductBounds {
  const { minimumTermMonths, maximumTermMonths, methods } = product;
  return {
    isPublished: product.status === 'RELEASED',
    minimumFen: product.minimumFen as Fen,
    maximumFen: product.maximumFen as Fen,
    minimumTermMonths,
    maximumTermMonths,
    methods,
    requiredDocuments: [],
  };
}

function submitted({
  amountFen,
  termMonths,
  method,
  purpose = '-',
  statements = {},
  profile = {},
}: Asked): SubmittedApplication {
  return {
    amountFen: amountFen as Fen,
    termMonths,
    method,
    purpose,
    ...informationOf({ statements, profile }),
    documents: [],
  };
}
