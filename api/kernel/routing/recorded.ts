import { z } from 'zod';
import { recordedOut } from '../../../contracts/http/primitives';
import { businessTimes } from '../../../gateways/database/clock';
import type { Parts } from '../parts';

/** Where an answer holds instants that the database's own clock wrote; `*`: in every one of a list. */
type Place = readonly string[];

/**
 * An answer as people read it: what the database's own clock wrote in it (`recordedOut`) is told by the business clock,
 * by which everything else on a screen runs.
 */
export async function inBusinessTime(
  { sql }: Pick<Parts, 'sql'>,
  schema: z.ZodType | undefined,
  answer: unknown,
): Promise<unknown> {
  const places = schema === undefined ? [] : placesOf(schema);
  if (places.length === 0) return answer;
  const toBusiness = await businessTimes(sql);
  const tell = (value: unknown): unknown => (typeof value === 'string' ? toBusiness(value) : value);
  return places.reduce((told, place) => changedAt(told, place, tell), answer);
}

const known = new WeakMap<z.ZodType, readonly Place[]>();

/** Where a schema has them; worked out once. */
function placesOf(schema: z.ZodType): readonly Place[] {
  const before = known.get(schema);
  if (before !== undefined) return before;
  // Ways of a union lead to the same places.
  const places = new Map(placesIn(schema).map((place) => [place.join('/'), place]));
  known.set(schema, [...places.values()]);
  return [...places.values()];
}

function placesIn(schema: unknown): readonly Place[] {
  if (schema === recordedOut) return [[]];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, inner]) => below(name, inner));
  if (schema instanceof z.ZodArray) return below('*', schema.element);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly)
    return placesIn(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(placesIn);
  return [];
}

const below = (name: string, schema: unknown): readonly Place[] =>
  placesIn(schema).map((place) => [name, ...place]);

function changedAt(value: unknown, [first, ...rest]: Place, change: (value: unknown) => unknown): unknown {
  if (first === undefined) return change(value);
  if (first === '*') return Array.isArray(value) ? value.map((each) => changedAt(each, rest, change)) : value;
  if (typeof value !== 'object' || value === null || !(first in value)) return value;
  const own = value as Readonly<Record<string, unknown>>;
  return { ...own, [first]: changedAt(own[first], rest, change) };
}
