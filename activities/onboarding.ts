import type { OnboardingActivities, RegistryFinding } from '../contracts/activities';
import type { RegistryResult } from '../contracts/http';
import { isoDate } from '../domain/calendar/isoDate';
import { kycRiskGrade, riskFactors } from '../domain/kyc/riskGrade';
import { type ScreeningHit, screen, worstOutcome } from '../domain/kyc/screening';
import { parametersAt } from '../domain/parameters/parametersAt';
import { readBorrower, writeFinding, writeRiskGrade } from '../gateways/database/enterprises';
import type { RegisteredCompany } from '../gateways/registry';
import type { ActivityDeps } from './deps';

/** What is found out about an enterprise before a person decides. */
export function createOnboardingActivities(deps: ActivityDeps): OnboardingActivities {
  const { prisma, cipher, registry, screening } = deps;
  return {
    lookUpRegistry: async ({ enterpriseId }) => {
      const { name, uscc, legalPerson } = await readBorrower(prisma, cipher, enterpriseId);
      const outcome = await registry.lookUp(uscc, { name, legalPerson: legalPerson.name });
      const found = outcome.status === 'found' ? outcome.company : null;
      const finding: RegistryFinding = {
        found: found !== null,
        inBusiness: found?.status === 'IN_BUSINESS',
        nameMatches: found?.name === name,
        legalPersonMatches: found?.legalPerson === legalPerson.name,
        establishedOn: found?.establishedOn ?? null,
      };
      const company = found === null ? null : withoutPeople(found);
      await writeFinding(prisma, enterpriseId, { registryResult: { ...finding, company } });
      return finding;
    },

    screenNames: async ({ enterpriseId, asOf }) => {
      const { name, uscc, legalPerson } = await readBorrower(prisma, cipher, enterpriseId);
      const { version, entries } = await screening.fetchList();
      const { kyc } = parametersAt(isoDate(asOf));
      const parties = [
        { names: [name], identifiers: [{ type: 'USCC', value: uscc }] },
        { names: [legalPerson.name], identifiers: [{ type: 'RESIDENT_ID', value: legalPerson.residentId }] },
      ];
      const results = parties.map((party) =>
        screen({ ...party, birthDate: null, countries: [] }, entries, kyc),
      );
      const hits = results.flatMap((result) => result.hits);
      const outcome = worstOutcome(results.map((result) => result.outcome));
      const evidence = hits.map(({ listCode, entryId, basis, similarity }) => ({
        listCode,
        entryId,
        basis,
        similarity,
      }));
      await writeFinding(prisma, enterpriseId, {
        screeningResult: { outcome, listVersion: version, hits: evidence },
      });
      return { outcome, hits: hits.length, listVersion: version, entries: named(evidence) };
    },

    gradeEnterprise: async ({ enterpriseId, registry: registered, screening: screened, asOf }) => {
      const { kyc } = parametersAt(isoDate(asOf));
      const { establishedOn } = registered;
      const factors = riskFactors(
        {
          establishedOn: establishedOn === null ? null : isoDate(establishedOn),
          isUnderReview: screened.outcome !== 'CLEAR',
        },
        isoDate(asOf),
        kyc,
      );
      const riskGrade = kycRiskGrade(factors, kyc);
      await writeRiskGrade(prisma, enterpriseId, riskGrade);
      return { riskGrade, reasons: factors };
    },
  };
}

/** As many hits as one line tells; all of them are on the enterprise's row. */
const NAMED_HITS = 5;

function named(hits: readonly Pick<ScreeningHit, 'listCode' | 'entryId' | 'basis'>[]): string {
  return hits
    .slice(0, NAMED_HITS)
    .map(({ listCode, entryId, basis }) => `${listCode} ${entryId} ${basis}`)
    .join('; ');
}

/** The legal person's name is personal data and stays out of the row's plain column. */
function withoutPeople({ legalPerson: _name, ...company }: RegisteredCompany): RegistryResult['company'] {
  return company;
}
