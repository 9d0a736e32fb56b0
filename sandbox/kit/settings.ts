import { z } from 'zod';

/** A port of this machine; 0 lets the system choose one. */
export const portSetting = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/**
 * Reads the settings of a sandbox process from its environment. A wrong one ends the process with one
 * sentence, because nothing useful can run without them.
 */
export function readSettings<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`Wrong setting: ${reasons.join('; ')}\n`);
  process.exit(78);
}
