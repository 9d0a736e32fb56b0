import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { OracleAdapter } from './adapter';

const FOLDER = join(__dirname, 'adapters');

/**
 * Every module of `adapters/` that exports an `adapter`. Several may serve one file, each its own blocks:
 * then they are joined.
 */
export function discoverAdapters(): readonly OracleAdapter[] {
  const byFile = new Map<string, OracleAdapter>();
  const modules = readdirSync(FOLDER).filter((name) => /(?<!\.d)\.[jt]s$/.test(name));
  for (const name of modules.sort()) {
    const { adapter } = require(join(FOLDER, basename(name))) as { readonly adapter?: OracleAdapter };
    if (adapter !== undefined) byFile.set(adapter.file, joined(byFile.get(adapter.file), adapter));
  }
  return [...byFile.values()];
}

function joined(first: OracleAdapter | undefined, second: OracleAdapter): OracleAdapter {
  return {
    file: second.file,
    blocks: { ...first?.blocks, ...second.blocks },
    withoutCases: [...(first?.withoutCases ?? []), ...(second.withoutCases ?? [])],
  };
}
