import { normaliseIdentifier } from '../../../domain/identifiers/normalise';
import { parseUscc } from '../../../domain/identifiers/uscc';
import { compare, type Difference, type OracleAdapter } from '../adapter';

interface UsccCase {
  readonly input: string;
  readonly normalized?: string;
  readonly valid: boolean;
  readonly reason?: string;
  readonly orgCodeCheck?: boolean;
  readonly note?: string;
}

function checkUscc({ note: _note, ...wanted }: UsccCase): readonly Difference[] {
  const reading = parseUscc(wanted.input);
  return compare(wanted.input, wanted, {
    input: wanted.input,
    normalized: normaliseIdentifier(wanted.input),
    valid: reading.ok,
    reason: reading.ok ? undefined : reading.refusal.code,
    orgCodeCheck: reading.ok && !reading.value.hasOrganisationCodeWarning,
  });
}

/** Valid codes of the oracle have a right organisation code, so they must not warn. */
function checkValidUscc(testCase: UsccCase): readonly Difference[] {
  return checkUscc({ ...testCase, orgCodeCheck: testCase.orgCodeCheck ?? true });
}

export const adapter: OracleAdapter = {
  file: 'uscc.json',
  blocks: { valid: checkValidUscc, invalid: checkUscc, org_code_warning: checkUscc },
};
