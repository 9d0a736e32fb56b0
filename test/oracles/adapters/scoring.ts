import type { Fen } from '../../../domain/money/fen';
import { type Rate, rate } from '../../../domain/money/rate';
import { Exact } from '../../../domain/parameters/decimal';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { type CapRegime, COLLATERAL_KINDS, type CollateralKind } from '../../../domain/parameters/pricing';
import { figurePrice, type PriceInput, price } from '../../../domain/pricing/price';
import { type AltmanFigures, altman } from '../../../domain/scoring/altman';
import { presentAltman } from '../../../domain/scoring/assess';
import { decisionOf, gradeOfScore, pdOfScore } from '../../../domain/scoring/rating';
import { type ScorecardInput, scoreOf } from '../../../domain/scoring/scorecard';
import { compare, inWordsOf, type OracleAdapter, type Wordings } from '../adapter';

interface Case<Input> {
  readonly id: string;
  readonly input: Input;
  readonly expect: unknown;
}

interface ScorecardCase extends Case<ScorecardInput> {
  readonly expect: { readonly knockouts?: readonly string[] };
}

interface PricingCase {
  readonly ead: number;
  readonly funding: Rate;
  readonly opex: Rate;
  readonly capital: Rate;
  readonly hurdle: Rate;
  readonly lpr1y: Rate;
  readonly capRegime: CapRegime;
  readonly pd: Rate;
  readonly collateral: readonly (readonly [CollateralKind, number])[];
  readonly discount?: Rate;
}

/** The rules as the house began with them: what the oracle fixes. */
const parameters = parametersAt(PARAMETERS_BEGIN);
const { rating } = parameters;

export const adapter: OracleAdapter = {
  file: 'scoring.json',
  blocks: {
    altman: ({ id, input, expect }: Case<Record<string, number>>) =>
      compare(id, expect, altmanOf(input) ?? (expect === null ? null : NO_SCORE)),
    scorecard: ({ id, input, expect }: ScorecardCase) =>
      compare(id, expect, scorecardOf(input, expect.knockouts ?? [])),
    pricing: ({ id, input, expect }: Case<PricingCase>) => compare(id, expect, pricingOf(input)),
  },
};

/** Without assets there is no score: the file may say so by null, or by parts that are null. */
const NO_PARTS = { X1: null, X2: null, X3: null, X4: null, x4Capped: false, z2: null, zem: null, zone: null };
const NO_SCORE = { ...NO_PARTS, reason: 'NO_ASSETS', error: 'NO_ASSETS' };

function altmanOf(input: Record<string, number>) {
  const figures = Object.fromEntries(Object.entries(input).map(([name, value]) => [`${name}Fen`, value]));
  const score = altman(figures as unknown as AltmanFigures, parameters.altman);
  if (score === null) return null;
  const { x1, x2, x3, x4, isX4Capped, ...sums } = presentAltman(score);
  return { X1: x1, X2: x2, X3: x3, X4: x4, x4Capped: isX4Capped, ...sums };
}

/** The card numbers its knock-outs and names the value that knocks out; only of K03 the exact words are open. */
const KNOCKOUT_WORDINGS: Wordings = { K03_DISHONEST_JUDGMENT_DEBTOR: /^K03_.*(DISHONEST|JUDG|DEBTOR)/ };

function scorecardOf(input: ScorecardInput, namesInFile: readonly string[]) {
  const { points, score, knockOuts, reasons } = scoreOf(input, parameters.scorecard);
  const grade = gradeOfScore(score, rating);
  return {
    points,
    score,
    pd: pdOfScore(score, rating).toFixed(6),
    grade: grade.grade,
    gradePd: grade.pd,
    knockouts: inWordsOf(
      namesInFile,
      knockOuts.map(({ code }) => code),
      KNOCKOUT_WORDINGS,
    ),
    reasonCodes: reasons.map(({ code }) => code),
    decision: decisionOf(grade, knockOuts),
  };
}

function pricingOf(input: PricingCase) {
  const request = priceInput(input);
  const figures = figurePrice(request, parameters);
  const priced = price(request, parameters);
  const cap = new Exact(figures.capRate);
  return {
    lgd: figures.lgd,
    elRate: figures.expectedLossRate,
    elAmountFen: figures.expectedLossFen,
    rate: figures.annualRate,
    cap: input.capRegime === '4LPR' ? cap.toFixed(4) : cap.toFixed(),
    decision: priced.ok ? 'OK' : `${priced.refusal.code}_DECLINE`,
  };
}

function priceInput(input: PricingCase): PriceInput {
  return {
    exposureFen: input.ead as Fen,
    pd: rate(input.pd),
    collateral: input.collateral.map(([kind, valueFen]) => ({
      kind: kindOf(kind),
      valueFen: valueFen as Fen,
    })),
    fundingRate: rate(input.funding),
    opexRate: rate(input.opex),
    capitalRatio: rate(input.capital),
    hurdleRate: rate(input.hurdle),
    discountRate: input.discount === undefined ? undefined : rate(input.discount),
    lprOneYear: rate(input.lpr1y),
    capRegime: input.capRegime,
  };
}

/** How the file may name the kinds of collateral of the Basel text. */
const KIND_WORDINGS: Readonly<Record<CollateralKind, RegExp>> = {
  FIN: /^(FIN|CASH|DEPOSIT)/,
  RECEIVABLE: /^(RECEIVABLE|AR$)/,
  REAL_ESTATE: /^(REAL|RE$|CRE$|RRE$|PROPERTY)/,
  OTHER_PHYSICAL: /^(OTHER|PHYS|EQUIPMENT|MACHINERY|VEHICLE|INVENTORY)/,
};

/** An unknown name is passed on: the domain refuses it. */
function kindOf(name: string): CollateralKind {
  return COLLATERAL_KINDS.find((kind) => KIND_WORDINGS[kind].test(name)) ?? (name as CollateralKind);
}
