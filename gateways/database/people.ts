import type { Pool } from 'pg';
import type { OnboardingStage } from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import { selectOne } from './select';

export interface InstitutionRow {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

const INSTITUTION = 'id, code, name_zh AS "nameZh", name_en AS "nameEn"';

/** Institutions in the order of their codes. */
export async function listInstitutions(sql: Pool): Promise<readonly InstitutionRow[]> {
  const { rows } = await sql.query<InstitutionRow>(`SELECT ${INSTITUTION} FROM institution ORDER BY code`);
  return rows;
}

/** An institution by its code, or null. */
export function findInstitution(sql: Pool, code: string): Promise<InstitutionRow | null> {
  return selectOne<InstitutionRow>(sql, `SELECT ${INSTITUTION} FROM institution WHERE code = $1`, [code]);
}

/** What a person is on the platform. */
export interface PersonRow {
  readonly roles: readonly Role[];
  readonly institution: InstitutionRow | null;
  readonly enterprise: {
    readonly id: string;
    readonly name: string;
    readonly stage: OnboardingStage;
    readonly institutionId: string;
  } | null;
}

/** Roles, institution and enterprise of a person; null for somebody who belongs to nobody. */
export async function findPerson(sql: Pool, userId: string): Promise<PersonRow | null> {
  return await selectOne<PersonRow>(
    sql,
    `SELECT array_agg(m.role ORDER BY m.role) AS roles,
       (array_agg(to_jsonb(i)) FILTER (WHERE i.id IS NOT NULL))[1] AS institution,
       (array_agg(to_jsonb(e)) FILTER (WHERE e.id IS NOT NULL))[1] AS enterprise
     FROM membership m
     LEFT JOIN (SELECT ${INSTITUTION} FROM institution) i ON i.id = m.institution_id
     LEFT JOIN (SELECT id, name, stage, institution_id AS "institutionId" FROM enterprise) e
       ON e.id = m.enterprise_id
     WHERE m.user_id = $1
     GROUP BY m.user_id`,
    [userId],
  );
}

/** A member of staff whose mail address is no real one. */
export interface StaffAccount {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly institution: string;
}

/**
 * Staff whose mail addresses end in a domain that nobody can own: the people of the demo.
 * @param domainEnding such as `.example` (RFC 2606)
 */
export async function listStaffAccounts(sql: Pool, domainEnding: string): Promise<readonly StaffAccount[]> {
  const { rows } = await sql.query<StaffAccount>(
    `SELECT u.email, u.name, m.role, i.code AS institution
     FROM "user" u JOIN membership m ON m.user_id = u.id JOIN institution i ON i.id = m.institution_id
     WHERE right(u.email, length($1)) = $1 ORDER BY i.code, m.role LIMIT 50`,
    [domainEnding],
  );
  return rows;
}
