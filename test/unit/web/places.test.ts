import { describe, expect, it } from '@jest/globals';
import { ROLES } from '../../../domain/approval/roles';
import { firstPlace, PLACES, placesOf } from '../../../web/desk/app/places';

describe('places of the desk', () => {
  it('have a letter each, and are called in both languages', () => {
    expect(new Set(PLACES.map(({ letter }) => letter)).size).toBe(PLACES.length);
    for (const { name, letter } of PLACES) {
      expect(name.every((word) => word !== '')).toBe(true);
      expect(letter).toMatch(/^[A-Z]$/);
    }
  });

  it('are those of the roles', () => {
    expect(placesOf(['reviewer']).map(({ path }) => path)).toContain('/inbox');
    expect(placesOf(['reviewer']).map(({ path }) => path)).not.toContain('/finance');
    expect(placesOf(['finance']).map(({ path }) => path)).toContain('/finance');
    expect(placesOf(['applicant'])).toEqual([]);
  });

  it('begin somewhere for everybody', () => {
    for (const role of ROLES) expect(firstPlace([role])).toMatch(/^\//);
  });
});
