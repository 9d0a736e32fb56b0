import { z } from 'zod';
import { operationIds, type RouteContract, routes } from '../../../contracts/http';
import { instantOut, recordedOut } from '../../../contracts/http/primitives';

/**
 * What the database's own clock writes by itself is told by the business clock, everywhere that people read it. Real
 * are lives of sessions, factors and keys, which end by the clock of the wall.
 */
const REAL: readonly string[] = [
  ...['listFactors', 'confirmTotp', 'addPasskey', 'listIdentities', 'linkIdentity'],
  ...['listMachines', 'addMachine', 'renewMachineSecret', 'openEmergencyAccess', 'listEmergencyAccesses'],
];

/** Where a schema has a field of that name, and what it says of its time. */
function fieldsNamed(name: string, schema: unknown): readonly z.ZodType[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([field, inner]) =>
      field === name && inner instanceof z.ZodType ? [inner] : fieldsNamed(name, inner),
    );
  if (schema instanceof z.ZodArray) return fieldsNamed(name, schema.element);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return fieldsNamed(name, schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap((each) => fieldsNamed(name, each)) : [];
}

test('no answer tells people a real `createdAt` beside business dates', () => {
  const real = operationIds.filter((id) => {
    const { answer } = routes[id] as RouteContract;
    return fieldsNamed('createdAt', answer).includes(instantOut);
  });
  expect(real.filter((id) => !REAL.includes(id))).toEqual([]);
});

test('some do tell one, by the business clock', () => {
  const told = operationIds.filter((id) =>
    fieldsNamed('createdAt', (routes[id] as RouteContract).answer).includes(recordedOut),
  );
  expect(told.length).toBeGreaterThan(20);
});
