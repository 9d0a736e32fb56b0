import { type Fen, parseFen } from '../money';
import type { KycDocument } from '../parameters/kyc';
import type { ParameterSet } from '../parameters/parametersAt';
import { accept, type Refusal, type Result, refuse } from '../result';
import type { RepaymentMethod } from '../schedule';
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

/**
 * Checks whether an application is complete and within its product. All problems are returned at once, so
 * that the enterprise is asked only once.
 * @returns refusals PRODUCT_NOT_OFFERED, those of `parseFen`, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM,
 * NOT_INTEGER, TERM_BELOW_MINIMUM, TERM_ABOVE_MAXIMUM, METHOD_NOT_OFFERED, PURPOSE_MISSING, STATEMENTS_MISSING,
 * FIGURE_MISSING, PROFILE_MISSING, DOCUMENT_MISSING, and those of `checkStatements` and `checkProfile`
 */
export function checkApplication(
  application: SubmittedApplication,
  product: ProductBounds,
  parameters: ParameterSet,
): Result<void, readonly Refusal[]> {
  const outcomes: readonly Result<unknown>[] = [
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

/**
 * Checks what an enterprise says about itself, whatever it asks for.
 * @returns refusals STATEMENTS_MISSING, FIGURE_MISSING, PROFILE_MISSING, and those of `checkStatements` and
 * `checkProfile`
 */
export function checkInformation(
  information: Pick<SubmittedApplication, 'statements' | 'profile'>,
  parameters: ParameterSet,
): Result<void, readonly Refusal[]> {
  return allOf(informationChecks(information, parameters));
}

function allOf(outcomes: readonly Result<unknown>[]): Result<void, readonly Refusal[]> {
  const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.refusal));
  return refusals.length === 0 ? accept(undefined) : { ok: false, refusal: refusals };
}

function informationChecks(
  { statements, profile }: Pick<SubmittedApplication, 'statements' | 'profile'>,
  parameters: ParameterSet,
): readonly Result<void>[] {
  return [
    ...checkFigures(statements),
    profile === null ? refuse('PROFILE_MISSING', 'profile') : checkProfile(profile, parameters.scorecard),
  ];
}

function checkAmount(amountFen: unknown, { minimumFen, maximumFen }: ProductBounds): Result<Fen> {
  const amount = parseFen(amountFen, 'amountFen');
  if (!amount.ok) return amount;
  if (amount.value < minimumFen) return refuse('AMOUNT_BELOW_MINIMUM', 'amountFen', { minimumFen });
  if (amount.value > maximumFen) return refuse('AMOUNT_ABOVE_MAXIMUM', 'amountFen', { maximumFen });
  return amount;
}

function checkTerm(termMonths: number, product: ProductBounds): Result<void> {
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
function checkFigures(statements: FinancialStatements | null): readonly Result<void>[] {
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
): readonly Result<void>[] {
  const missing = names.filter((name) => figures[name] === undefined || figures[name] === null);
  return missing.map((name) => refuse('FIGURE_MISSING', `${path}.${name}`));
}

function missingDocuments(
  onFile: readonly KycDocument[],
  required: readonly KycDocument[],
): readonly Result<void>[] {
  const missing = required.filter((document) => !onFile.includes(document));
  return missing.map((document) => refuse('DOCUMENT_MISSING', 'documents', { document }));
}
