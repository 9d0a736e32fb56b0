import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build of `web/` is (dev/bootstrap/web.mjs): beside the compiled API, or as seen from its sources. */
export const BUILT = join(
  __dirname,
  __dirname.includes(`${join('/', 'dist', '/')}`) ? '../../web' : '../../dist/web',
);

/** A page, and by which sum its policy knows the styles that stand in it. */
export interface Page {
  readonly html: string;
  readonly styleHash: string;
}

/** Part of what Vite says of a build. */
interface Chunk {
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** The desk as it was built, with `__NONCE__` where the number of each page goes. */
export const deskPage = once((): string => readFileSync(join(BUILT, 'desk/index.html'), 'utf8'));

/**
 * The enterprise's door as it was built, with the styles of its screens in it: a phone draws the first view when the
 * page is there, and waits for nothing else.
 */
export const applyPage = once((): Page => {
  const styles = stylesOf('apply');
  const html = readFileSync(join(BUILT, 'apply/index.html'), 'utf8')
    // Only the desk's policy has a number.
    .replaceAll(' nonce="__NONCE__"', '')
    .replace(/<meta property="csp-nonce">\s*/, '')
    .replace(/<link rel="stylesheet"[^>]*>\s*/g, '')
    .replace('</head>', () => `  <style>${styles}</style>\n  </head>`);
  return { html, styleHash: `'sha256-${createHash('sha256').update(styles).digest('base64')}'` };
});

/** All styles of a door, those of the kit first. */
function stylesOf(door: string): string {
  const manifest = JSON.parse(readFileSync(join(BUILT, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const files = new Set<string>();
  const visit = (key: string): void => {
    const { css = [], imports = [] } = manifest[key] ?? {};
    for (const imported of imports) visit(imported);
    for (const file of css) files.add(file);
  };
  visit(`${door}/index.html`);
  for (const key of Object.keys(manifest).sort()) if (key.startsWith(`${door}/`)) visit(key);
  return [...files].map((file) => readFileSync(join(BUILT, file), 'utf8')).join('');
}

/** Read when it is first asked for, and kept. */
function once<Value>(read: () => Value): () => Value {
  let kept: { readonly value: Value } | null = null;
  return () => {
    kept ??= { value: read() };
    return kept.value;
  };
}

/** What draws the first view (`web/apply/server.tsx`): the pages' own code. */
export function drawing<View>(): (view: View) => Promise<string> {
  interface Built {
    readonly firstView: (view: View) => Promise<string>;
  }
  const built = once(() => require(join(BUILT, 'server/firstView.cjs')) as Built);
  return (view) => built().firstView(view);
}
