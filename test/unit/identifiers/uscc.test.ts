import { USCC_AUTHORITIES } from '../../../domain/identifiers/data/usccAuthorities';
import { parseUscc, usccCheckCharacter } from '../../../domain/identifiers/uscc';

/** A code with the right check character for seventeen given ones. */
function completed(first17: string): string {
  return first17 + usccCheckCharacter(first17);
}

describe('parseUscc', () => {
  it('tells what a code says', () => {
    expect(parseUscc('9144 0300-7152 6726xg')).toEqual({
      ok: true,
      value: {
        uscc: '9144030071526726XG',
        authority: '市场监管(工商)',
        category: '企业',
        regionCode: '440300',
        organisationCode: '71526726X',
        hasOrganisationCodeWarning: false,
      },
    });
  });

  it('warns of a wrong organisation code inside a right code', () => {
    const reading = parseUscc('91610113638974921E');
    expect(reading.ok && reading.value.hasOrganisationCodeWarning).toBe(true);
  });

  it.each([
    // The organisation check is 10, written X.
    ['9144030071526726XG', false],
    // It is 11, written 0.
    [completed('91110108000000000'), false],
    [completed('91110108000000001'), true],
  ])('%s warns: %p', (code, warns) => {
    const reading = parseUscc(code);
    expect(reading.ok && reading.value.hasOrganisationCodeWarning).toBe(warns);
  });

  it.each([
    ['', 'LENGTH'],
    ['9144030071526726X', 'LENGTH'],
    ['9144030071526726XGG', 'LENGTH'],
    ['#', 'LENGTH'],
    ['9144030071526726IG', 'CHARSET'],
    ['9144030071526726OG', 'CHARSET'],
    ['9144030071526726SG', 'CHARSET'],
    ['9144030071526726VG', 'CHARSET'],
    ['9144030071526726ZG', 'CHARSET'],
    ['914403007152672*XG', 'CHARSET'],
    ['中44030071526726XGG', 'CHARSET'],
    [completed('94320102704072820'), 'AUTH_CATEGORY'],
    [completed('B1320102704072820'), 'AUTH_CATEGORY'],
    [completed('91A20102704072820'), 'REGION_NOT_DIGITS'],
    [completed('9132010A704072820'), 'REGION_NOT_DIGITS'],
    ['9144030071526726X1', 'CHECK_CHAR'],
    // Structure is named before the check character.
    ['94320102704072820X', 'AUTH_CATEGORY'],
    ['9A32010A7040728200', 'AUTH_CATEGORY'],
    ['9132010A7040728200', 'REGION_NOT_DIGITS'],
  ])('refuses %s as %s', (code, reason) => {
    expect(parseUscc(code, 'enterprise.uscc')).toEqual({
      ok: false,
      refusal: { code: reason, field: 'enterprise.uscc' },
    });
  });

  it('knows every authority and category of the standard', () => {
    for (const [authority, { categories }] of Object.entries(USCC_AUTHORITIES)) {
      for (const category of Object.keys(categories)) {
        expect(parseUscc(completed(`${authority}${category}440300715267263`)).ok).toBe(true);
      }
    }
    expect(Object.keys(USCC_AUTHORITIES).join('')).toBe('123456789ANY');
  });
});
