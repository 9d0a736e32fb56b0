import { z } from 'zod';
import { REGISTRY_STATUSES } from '../../contracts/activities/onboarding';
import { type IsoDate, parseIsoDate } from '../../domain/calendar/isoDate';
import { askService, readAnswer, type ServiceAddress } from '../http/service';

const companySchema = z.object({
  uscc: z.string(),
  name: z.string().min(1),
  legalPerson: z.string().min(1),
  status: z.enum(REGISTRY_STATUSES),
  establishedOn: z
    .string()
    .refine((text) => parseIsoDate(text).ok)
    .transform((text) => text as IsoDate),
  registeredCapitalFen: z.number().int().min(0),
  industry: z.string(),
  address: z.string(),
});

/** A company as the registry has it. */
export type RegisteredCompany = z.output<typeof companySchema>;

export type RegistryOutcome =
  | { readonly status: 'found'; readonly company: RegisteredCompany }
  | { readonly status: 'notFound' };

export interface RegistryGateway {
  /**
   * Looks a company up by its unified social credit code. What it claims about itself goes along, as the
   * registry's own check of three elements asks for it; compare with the answer, the claim proves nothing.
   * @throws ServiceFault worth another try
   */
  lookUp(
    uscc: string,
    claim?: { readonly name: string; readonly legalPerson: string },
  ): Promise<RegistryOutcome>;
}

/** Makes the client of the company registry. */
export function createRegistryGateway(address: ServiceAddress): RegistryGateway {
  return {
    lookUp: async (uscc, claim) => {
      const body = { uscc, ...claim };
      const answer = await askService('registry', address, {
        method: 'POST',
        path: '/registry/checks',
        body,
      });
      if (answer.status === 404) return { status: 'notFound' };
      return { status: 'found', company: readAnswer('registry', answer, companySchema) };
    },
  };
}
