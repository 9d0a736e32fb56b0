import { z } from 'zod';
import { environmentSchema, SettingsError } from '../gateways/settings';

/** What the door is told; it has no secret and no database. */
const doorSchema = environmentSchema
  .pick({
    LOG_LEVEL: true,
    PUBLIC_URL: true,
    TEMPORAL_NAMESPACE: true,
    TEMPORAL_UI_URL: true,
    TEMPORAL_UI_READ_ONLY: true,
  })
  .extend({
    /** Where it listens. */
    DOOR_HOST: z.string().default('127.0.0.1'),
    DOOR_PORT: z.coerce.number().int(),
    /** Where the API is, seen from here. */
    DOOR_API_URL: z.url(),
    /** Where the UI server is, which nobody else reaches. */
    DOOR_UI_URL: z.url(),
  });

export type DoorSettings = z.output<typeof doorSchema>;

/** @throws SettingsError naming every wrong setting at once */
export function doorSettings(env: Readonly<Record<string, string | undefined>> = process.env): DoorSettings {
  const parsed = doorSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  throw new SettingsError(parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}.`));
}
