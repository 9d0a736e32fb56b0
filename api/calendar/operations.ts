import { isoDate } from '../../domain/calendar/isoDate';
import { declareDay } from '../../gateways/database/calendar';
import { businessTime } from '../kernel/businessTime';
import { accepted } from '../kernel/problems/refused';
import type { SomeOperations } from '../kernel/routing/operation';
import { staff } from '../kernel/security/policy';

/** The days that differ from what is published. */
export const calendarOperations = {
  declareDay: {
    who: staff('admin'),
    audit: 'calendar.declare',
    do: async (parts, { body, params }) => {
      const { today } = await businessTime(parts);
      return accepted(await declareDay(parts.sql, { date: isoDate(params.date), ...body }, today));
    },
  },
} satisfies SomeOperations;
