import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser } from './checks/checks';
import { runChecks } from './checks/runChecks';
import { sayAloud } from './progress';
import { inProject } from './project';

/**
 * `npm run tour`: pictures of every screen of both doors, kept by the very tests that look whether the screens are
 * whole. They are beside a page that shows them all; docs/tour.md tells what is on them.
 */
async function main(): Promise<void> {
  const folder = inProject('.cache/tour');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  process.env.PICTURES = folder;
  await runChecks([browser]);
  const names = readdirSync(folder).filter((name) => name.endsWith('.png'));
  const figures = names.map(
    (name) => `<figure><img loading=lazy src="${name}"><figcaption>${name}</figcaption></figure>`,
  );
  const style =
    'body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}img{height:40rem;border:1px solid #ccc}';
  const page = join(folder, 'index.html');
  writeFileSync(
    page,
    `<!doctype html><meta charset=utf-8><title>Tour</title><style>${style}</style>${figures.join('')}`,
  );
  sayAloud(`${names.length} pictures: ${page}`);
}

void main();
