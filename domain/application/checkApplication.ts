import type { AmountRefusal } from '../money/fen';
import { type Fen, parseFen } from '../money/fen';
import type { KycDocument } from '../parameters/kyc';
import type { ParameterSet } from '../parameters/parametersAt';
import { accept, type Refusal, type RefusalOf, type Result, refuse } from '../result';
import type { RepaymentMethod } from '../schedule/types';
import { checkProfile, type EnterpriseProfile } from '../scoring/profile';
import { checkStatements, type FinancialStatements, STATEMENT_FIGURES } from '../scoring/statements';

/** What an enterprise asks for. */
export interface SubmittedApplication {
  readonly amountFen: Fen;
  readonly termMonths: number;
  readonly method: RepaymentMethod;
  readonly purpose: string;
  /** Null while they have not been handed in. */
  readonly statements: FinancialStatements | null;
  readonly profile: EnterpriseProfile | null;
  /** Kinds of documents that are on file. */
  readonly documents: readonly KycDocument[];
}

/** The bounds of a product. */
export interface ProductBounds {
  readonly isPublished: boolean;
  readonly minimumFen: Fen;
  readonly maximumFen: Fen;
  readonly minimumTermMonths: number;
  readonly maximumTermMonths: number;
  readonly methods: readonly RepaymentMethod[];
  readonly requiredDocuments: readonly KycDocument[];
}

/** What may be missing in an application, or wrong with it. */
export type ApplicationRefusal =
  | RefusalOf<typeof checkAmount | typeof checkTerm | typeof checkStatements | typeof checkProfile>
  | 'PRODUCT_NOT_OFFERED'
  | 'METHOD_NOT_OFFERED'
  | 'PURPOSE_MISSING'
  | 'STATEMENTS_MISSING'
  | 'FIGURE_MISSING'
  | 'PROFILE_MISSING'
  | 'DOCUMENT_MISSING';

/**
 * Checks whether an application is complete and within its product. All problems are returned at once, so
 * that the enterprise is asked only once.
 * @returns none when it is complete
 */
export function checkApplication(
  application: SubmittedApplication,
  product: ProductBounds,
  parameters: ParameterSet,
): readonly Refusal<ApplicationRefusal>[] {
  const outcomes: readonly Result<unknown, ApplicationRefusal>[] = [
    product.isPublished ? accept(undefined) : refuse('PRODUCT_NOT_OFFERED', 'productId'),
    checkAmount(application.amountFen, product),
    checkTerm(application.termMonths, product),
    product.methods.includes(application.method) ? accept(undefined) : refuse('METHOD_NOT_OFFERED', 'method'),
    application.purpose.trim() === '' ? refuse('PURPOSE_MISSING', 'purpose') : accept(undefined),
    ...informationChecks(application, parameters),
    ...missingDocuments(application.documents, product.requiredDocuments),
  ];
  return allOf(outcomes);
}

/** Checks what an enterprise says about itself, whatever it asks for. */
export function checkInformation(
  information: Pick<SubmittedApplication, 'statements' | 'profile'>,
  parameters: ParameterSet,
): readonly Refusal<ApplicationRefusal>[] {
  return allOf(informationChecks(information, parameters));
}

function allOf(
  outcomes: readonly Result<unknown, ApplicationRefusal>[],
): readonly Refusal<ApplicationRefusal>[] {
  return outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.refusal));
}

function informationChecks(
  { statements, profile }: Pick<SubmittedApplication, 'statements' | 'profile'>,
  parameters: ParameterSet,
): readonly Result<void, ApplicationRefusal>[] {
  return [
    ...checkFigures(statements),
    profile === null ? refuse('PROFILE_MISSING', 'profile') : checkProfile(profile, parameters.scorecard),
  ];
}

function checkAmount(
  amountFen: unknown,
  { minimumFen, maximumFen }: ProductBounds,
): Result<Fen, AmountRefusal | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM'> {
  const amount = parseFen(amountFen, 'amountFen');
  if (!amount.ok) return amount;
  if (amount.value < minimumFen) return refuse('AMOUNT_BELOW_MINIMUM', 'amountFen', { minimumFen });
  if (amount.value > maximumFen) return refuse('AMOUNT_ABOVE_MAXIMUM', 'amountFen', { maximumFen });
  return amount;
}

function checkTerm(
  termMonths: number,
  product: ProductBounds,
): Result<void, 'NOT_INTEGER' | 'TERM_ABOVE_MAXIMUM' | 'TERM_BELOW_MINIMUM'> {
  const { minimumTermMonths, maximumTermMonths } = product;
  if (!Number.isInteger(termMonths)) return refuse('NOT_INTEGER', 'termMonths');
  if (termMonths < minimumTermMonths) {
    return refuse('TERM_BELOW_MINIMUM', 'termMonths', { minimumTermMonths });
  }
  if (termMonths > maximumTermMonths) {
    return refuse('TERM_ABOVE_MAXIMUM', 'termMonths', { maximumTermMonths });
  }
  return accept(undefined);
}

/** Names every figure that is missing; only complete statements are checked further. */
function checkFigures(statements: FinancialStatements | null): readonly Result<void, ApplicationRefusal>[] {
  if (statements === null) return [refuse('STATEMENTS_MISSING', 'statements')];
  const { current, previous, principalDue12mFen, existingDebtFen } = statements;
  const missing = [
    ...missingFigures('statements.current', current, STATEMENT_FIGURES),
    ...(previous === null ? [] : missingFigures('statements.previous', previous, STATEMENT_FIGURES)),
    ...missingFigures('statements', { principalDue12mFen, existingDebtFen }, DEBT_FIGURES),
  ];
  return missing.length === 0 ? [checkStatements(statements)] : missing;
}

const DEBT_FIGURES = ['principalDue12mFen', 'existingDebtFen'] as const;

function missingFigures<Name extends string>(
  path: string,
  figures: Partial<Readonly<Record<Name, Fen | null>>>,
  names: readonly Name[],
): readonly Result<void, 'FIGURE_MISSING'>[] {
  const missing = names.filter((name) => figures[name] === undefined || figures[name] === null);
  return missing.map((name) => refuse('FIGURE_MISSING', `${path}.${name}`));
}

function missingDocuments(
  onFile: readonly KycDocument[],
  required: readonly KycDocument[],
): readonly Result<void, 'DOCUMENT_MISSING'>[] {
  const missing = required.filter((document) => !onFile.includes(document));
  return missing.map((document) => refuse('DOCUMENT_MISSING', 'documents', { document }));
}
