import { isoDate } from '../../domain/calendar';
import { declareDay } from '../../gateways/database/calendar';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted } from '../kernel/problems/refused';
import type { Handlers } from '../kernel/routing/call';

/** The days that differ from what is published. */
export function calendarHandlers(parts: Parts): Pick<Handlers, 'declareDay'> {
  return {
    declareDay: async ({ body, params }) => {
      const { today } = await businessTime(parts);
      return accepted(await declareDay(parts.sql, { date: isoDate(params.date), ...body }, today));
    },
  };
}
