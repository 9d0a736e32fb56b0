import { Prisma, type PrismaClient } from './generated/client';

/** A request that must not be done twice. */
export interface KeyedRequest {
  /** Who asks; `public` for requests without a session. */
  readonly actorId: string;
  readonly key: string;
  readonly operation: string;
  /** Keyed hash of the parsed request. */
  readonly requestHash: string;
  /** The id that the thing to be made gets, should this be the first request with the key. */
  readonly subjectId: string;
}

/** What is known of the key. */
export interface KeptRequest {
  readonly operation: string;
  readonly requestHash: string;
  /** The id that belongs to the key: the one of its first request. */
  readonly subjectId: string;
  readonly status: number | null;
  readonly answer: unknown;
  /** Whether the key was taken just now, by this very request. */
  readonly isFirst: boolean;
}

/** Takes the key for this request, or finds the request that took it before. */
export async function keepRequest(prisma: PrismaClient, request: KeyedRequest): Promise<KeptRequest> {
  const { actorId, key } = request;
  const { count } = await prisma.idempotencyKey.createMany({ data: request, skipDuplicates: true });
  const kept = await prisma.idempotencyKey.findUniqueOrThrow({
    select: { operation: true, requestHash: true, subjectId: true, status: true, answer: true },
    where: { actorId_key: { actorId, key } },
  });
  return { ...kept, isFirst: count === 1 };
}

/** Keeps the answer, so that a repeated request gets the same one. The first answer stays. */
export async function keepAnswer(
  prisma: PrismaClient,
  { actorId, key }: Pick<KeyedRequest, 'actorId' | 'key'>,
  status: number,
  answer: unknown,
): Promise<void> {
  await prisma.idempotencyKey.updateMany({
    where: { actorId, key, status: null },
    data: { status, answer: (answer ?? Prisma.JsonNull) as Prisma.InputJsonValue },
  });
}

/**
 * Forgets requests that nobody repeats any more. What moves money stays safe without them: a process takes an update
 * once, and the bank an order (docs/architecture.md, the four keys).
 * @returns how many there were
 */
export async function forgetOldRequests(prisma: PrismaClient, days: number): Promise<number> {
  const before = new Date(Date.now() - days * DAY_MS);
  const { count } = await prisma.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } });
  return count;
}

const DAY_MS = 86_400_000;
