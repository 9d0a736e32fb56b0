import type { CastVote } from '../../contracts/activities';
import type { UserId } from '../../contracts/ids';
import type { TaskToOpen } from '../../contracts/tasks';
import type { ColumnCipher } from '../crypto';
import { plain, type Stored } from './columns';
import type { PrismaClient } from './generated/client';
import { openPerson } from './personalData';
import { readRows, write } from './statement';
import type { Queryable } from './transaction';

/** The committee of an institution as it stands now, without who is suspended. */
export async function readCommittee(
  sql: Queryable,
  institutionId: string,
): Promise<{ readonly chairId: string | null; readonly memberIds: readonly string[] }> {
  const seats = await readRows<{ readonly userId: string; readonly role: 'committee' | 'committee_chair' }>(
    sql,
    `SELECT user_id, role FROM membership
       WHERE institution_id = $1 AND role IN ('committee', 'committee_chair') AND NOT is_suspended(user_id)
       ORDER BY created_at, user_id`,
    [institutionId],
  );
  const chairId = seats.find(({ role }) => role === 'committee_chair')?.userId ?? null;
  const memberIds = seats.flatMap(({ role, userId }) => (role === 'committee' ? [userId] : []));
  // Whoever holds both chairs.
  return { chairId, memberIds: memberIds.filter((member) => member !== chairId) };
}

/** Writes who sits on a case; writing it again changes nothing. */
export async function writeSitting(
  sql: Queryable,
  { taskId, institutionId, sitting }: TaskToOpen,
): Promise<void> {
  if (sitting === undefined) return;
  const { chairId, memberIds, connectedUserIds, makerIds, rule, openedAt, deadline } = sitting;
  await write(
    sql,
    `INSERT INTO sitting (task_id, institution_id, chair_id, member_ids, connected_ids, maker_ids, quorum,
         majority_numerator, majority_denominator, opened_at, closes_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (task_id) DO NOTHING`,
    [
      taskId,
      institutionId,
      chairId,
      memberIds,
      connectedUserIds,
      makerIds,
      rule.quorum,
      rule.majorityNumerator,
      rule.majorityDenominator,
      openedAt,
      deadline,
    ],
  );
}

/**
 * Those of a sitting who are no staff of the institution any more: they can't vote, and no veto of theirs is waited for.
 */
export async function readInactive(sql: Queryable, { taskId }: CastVote): Promise<readonly UserId[]> {
  const rows = await readRows<{ readonly userId: UserId }>(
    sql,
    `SELECT seat.user_id FROM sitting s, unnest(s.member_ids || s.chair_id) AS seat (user_id)
       WHERE s.task_id = $1 AND seat.user_id IS NOT NULL
         AND (is_suspended(seat.user_id) OR NOT EXISTS (
           SELECT FROM membership m WHERE m.user_id = seat.user_id AND m.institution_id = s.institution_id))`,
    [taskId],
  );
  return rows.map(({ userId }) => userId);
}

/** Somebody who sits, or votes for whoever does. */
export interface SeatRow {
  readonly id: string;
  readonly name: string;
}

/** What was said on a seat. */
export interface CastRow {
  readonly userId: string;
  /** Who said it in the place of whoever sits there. */
  readonly deputy: SeatRow | null;
  readonly ballot: CastVote['ballot'];
  readonly reason: string;
  readonly at: string;
}

/** A committee on a case, with all that its people said, in the order in which they did. */
export interface SittingRow
  extends Omit<Stored<'Sitting'>, 'institutionId'>,
    Pick<Stored<'HumanTask'>, 'caseType' | 'caseId' | 'caseTitle'> {
  readonly isOver: boolean;
  readonly seats: readonly SeatRow[];
  readonly casts: readonly CastRow[];
}

/** The committee that votes on a task; null for a task that is another institution's, or that nobody votes on. */
export async function findSitting(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  institutionId: string,
  taskId: string,
): Promise<SittingRow | null> {
  const [row, task, casts] = await Promise.all([
    prisma.sitting.findUnique({ where: { taskId, institutionId } }),
    prisma.humanTask.findUnique({
      select: { caseType: true, caseId: true, caseTitle: true, status: true },
      where: { id: taskId, institutionId },
    }),
    prisma.decision.findMany({ where: { taskId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
  ]);
  if (row === null || task === null) return null;
  const { institutionId: _institution, ...sitting } = plain<'Sitting'>()(row);
  const { status, ...about } = plain<'HumanTask'>()(task);
  const { chairId, memberIds } = sitting;
  // The chair first, then the members in the order in which they sit.
  const seated = chairId === null ? memberIds : [chairId, ...memberIds];
  const named = await namesOf(prisma, cipher, [...seated, ...casts.map(({ actorId }) => actorId)]);
  return {
    ...sitting,
    ...about,
    isOver: status === 'DONE' || status === 'CANCELLED',
    seats: seated.map(named),
    casts: casts
      .map(plain<'Decision'>())
      // The validator let no other word in, and the database refuses it.
      .map(({ actorId, onBehalfOf, decision, reason, createdAt }) => ({
        ...{ userId: onBehalfOf ?? actorId, deputy: onBehalfOf === null ? null : named(actorId) },
        ballot: decision as CastVote['ballot'],
        ...{ reason, at: createdAt },
      })),
  };
}

async function namesOf(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  userIds: readonly string[],
): Promise<(id: string) => SeatRow> {
  const people = await prisma.user.findMany({
    select: { id: true, personCipher: true },
    where: { id: { in: [...userIds] } },
  });
  const names = new Map(people.map(plain<'User'>()).map((user) => [user.id, openPerson(cipher, user).name]));
  return (id) => ({ id, name: names.get(id) ?? '' });
}
