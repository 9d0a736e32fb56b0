import { z } from 'zod';
import type { ListEntry } from '../../domain/kyc/screening';
import { askService, readAnswer, type ServiceAddress } from '../http/service';

const entrySchema = z.object({
  listCode: z.string().min(1),
  entryId: z.string().min(1),
  type: z.enum(['person', 'org', 'vessel']),
  primaryName: z.string().min(1),
  aliases: z.array(z.string()),
  birthDate: z.string(),
  countries: z.array(z.string()),
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
  programme: z.string(),
  listedOn: z.string(),
  sourceUrl: z.string(),
});

const listSchema = z.object({ version: z.string().min(1), entries: z.array(entrySchema) });

/** An entry as `domain/kyc` compares it, with what a reviewer wants to read about it. */
export interface SanctionsEntry extends ListEntry {
  readonly type: 'person' | 'org' | 'vessel';
  readonly programme: string;
  readonly listedOn: string;
  readonly sourceUrl: string;
}

/** All entries of all lists; the version goes into the evidence of a screening. */
export interface SanctionsList {
  readonly version: string;
  readonly entries: readonly SanctionsEntry[];
}

export interface ScreeningGateway {
  /** @throws ServiceFault worth another try */
  fetchList(): Promise<SanctionsList>;
}

/** Makes the client of the screening lists. */
export function createScreeningGateway(address: ServiceAddress): ScreeningGateway {
  return {
    fetchList: async () => {
      const answer = await askService('screening', address, { method: 'GET', path: '/screening/list' });
      const { entries, version } = readAnswer('screening', answer, listSchema);
      return { version, entries: entries.map(toSanctionsEntry) };
    },
  };
}

function toSanctionsEntry(entry: z.output<typeof entrySchema>): SanctionsEntry {
  const { aliases, birthDate, identifiers, primaryName, ...rest } = entry;
  return {
    ...rest,
    names: [primaryName, ...aliases],
    birthDate: birthDate === '' ? null : birthDate,
    identifiers: identifiers.map(({ type, value }) => ({ type: type.toUpperCase(), value })),
  };
}
