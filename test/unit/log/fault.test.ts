import { DatabaseError } from 'pg-protocol';
import { loggedFault } from '../../../gateways/log';

const SECRET = '+8613800000000';

function ofDatabase(fields: Partial<DatabaseError>): DatabaseError {
  const error = new DatabaseError(`invalid input syntax: "${SECRET}"`, 0, 'error');
  return Object.assign(
    error,
    { severity: 'ERROR', code: '22P02', detail: `Failing row contains (${SECRET})` },
    fields,
  );
}

const logged = (error: unknown) => JSON.stringify(loggedFault(error));

describe('what of a fault is logged', () => {
  it('is the code, the constraint and the place of a fault of the database, and no value', () => {
    const error = ofDatabase({ constraint: 'enterprise_mail_index', table: 'enterprise', where: SECRET });
    const { stack, ...rest } = loggedFault(error);
    expect(rest).toEqual({
      type: 'error',
      code: '22P02',
      severity: 'ERROR',
      table: 'enterprise',
      constraint: 'enterprise_mail_index',
    });
    expect(stack).toContain('fault.test');
    expect(logged(error)).not.toContain(SECRET);
  });

  it.each([
    ['a cause', () => new Error('the row was not written', { cause: ofDatabase({}) })],
    ['a cause of a cause', () => new Error('x', { cause: new Error('y', { cause: ofDatabase({}) }) })],
    [
      'Prisma’s',
      () =>
        Object.assign(new Error(`Invalid invocation: { email: "${SECRET}" }`), {
          name: 'PrismaClientValidationError',
        }),
    ],
    ['fields of a library', () => Object.assign(new Error('no answer'), { config: { body: SECRET } })],
    ['no error at all', () => SECRET],
  ])('has no value of a row when the fault of the database is %s', (_, make) => {
    expect(logged(make())).not.toContain(SECRET);
  });

  it('has the sentence of our own laws, and the message of any other fault', () => {
    expect(
      loggedFault(ofDatabase({ message: 'loan 7: not on these terms', routine: 'exec_stmt_raise' })),
    ).toMatchObject({
      message: 'loan 7: not on these terms',
    });
    expect(loggedFault(Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' }))).toMatchObject({
      type: 'Error',
      message: 'connect refused',
      code: 'ECONNREFUSED',
    });
  });
});
