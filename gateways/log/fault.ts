/** What a database says of a fault besides values of rows. */
const OF_DATABASE = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine'] as const;

/** The routine of PostgreSQL by which our own laws refuse: their sentences hold ids and amounts only. */
const RAISED = 'exec_stmt_raise';

const MOST_CAUSES = 5;

/**
 * What of a fault may stand in a log. A fault of the database says values of rows in its message, its details and its
 * place ("Failing row contains (…)"): of it only names and codes are kept, and the sentence where it is one of our
 * laws. Fields that a library hung on any other fault stay out.
 */
export function loggedFault(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error };
  const fields = error as unknown as Readonly<Record<string, unknown>>;
  const isOfDatabase = isDatabaseFault(error);
  const hasSentence = !isOfDatabase || fields.routine === RAISED;
  const { cause } = error;
  return {
    type: error.name,
    ...(hasSentence ? { message: error.message } : {}),
    ...picked(fields, isOfDatabase ? OF_DATABASE : ['code']),
    stack: framesOf(error),
    ...(cause === undefined || depth >= MOST_CAUSES ? {} : { cause: loggedFault(cause, depth + 1) }),
  };
}

/** One of pg's, which has a severity, or of Prisma's, whose messages quote what a query was given. */
export function isDatabaseFault(error: Error): boolean {
  return 'severity' in error || /^(Prisma|DriverAdapterError)/.test(error.name);
}

function picked(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  const known = names.filter((name) => ['string', 'number'].includes(typeof fields[name]));
  return Object.fromEntries(known.map((name) => [name, fields[name]]));
}

/** Where it was thrown. The first lines of a stack are the message again. */
function framesOf({ stack = '' }: Error): string {
  const lines = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return lines.join('\n');
}
