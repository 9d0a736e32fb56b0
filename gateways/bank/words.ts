import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../../domain/calendar/isoDate';

/** Control characters and lone surrogates, which PostgreSQL keeps in no text. */
export const UNKEEPABLE = /[\p{Cc}\p{Cs}]/gu;

/** A word of the bank's own: a key, a code, a reference, a number. */
export const word = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => text.search(UNKEEPABLE) < 0);

/** The days that the books keep: the same as in their CHECKs. */
const [FIRST, LAST] = ['2000-01-01', '2199-12-31'];

/** A day on which the bank booked. */
export const bankDate = z
  .string()
  .refine((text) => parseIsoDate(text).ok && text >= FIRST && text <= LAST)
  .transform((text) => text as IsoDate);
