import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const inWeb = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm start` answers; the dev server passes on to it what is no file of its own. */
const API = process.env.API_URL ?? 'http://localhost:3000';

const PASSED_ON = /^\/(api|queues|docs|assets|parts[.]json)(\/|$)/;

/** The page's own origin would be refused: to the API the dev server is the page. */
const passOn = {
  target: API,
  changeOrigin: true,
  configure: (proxy) => proxy.on('proxyReq', (request) => request.setHeader('origin', new URL(API).origin)),
};

/** In development: which page an address of a screen is; `api/pages/doors.ts` does the same for what is built. */
const screens = {
  name: 'screens',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      const isScreen = request.headers.accept?.includes('text/html') && !PASSED_ON.test(request.url);
      if (isScreen && !request.url.startsWith('/web/')) {
        request.url = `/web/${/^\/desk(\/|$)/.test(request.url) ? 'desk' : 'apply'}/index.html`;
      }
      next();
    });
  },
};

/**
 * What pdf.js asks for by name when a paper needs it: the codes of Chinese fonts, the fonts that every reader has, and
 * its decoder without WebAssembly, which the policy of our pages does not let in.
 */
const pdfParts = {
  name: 'pdf-parts',
  generateBundle() {
    for (const fileName of pdfFiles()) {
      this.emitFile({ type: 'asset', fileName: `pdf/${fileName}`, source: readFileSync(ofPdf(fileName)) });
    }
  },
  configureServer: ({ middlewares }) => {
    middlewares.use('/web/pdf', ({ url }, response, next) => {
      const fileName = pdfFiles().find((name) => `/${name}` === url);
      if (fileName === undefined) return next();
      if (fileName.endsWith('.js')) response.setHeader('content-type', 'text/javascript');
      response.end(readFileSync(ofPdf(fileName)));
    });
  },
};
const ofPdf = (path) => inWeb(`../node_modules/pdfjs-dist/${path}`);
const pdfFiles = () => [
  ...['cmaps', 'standard_fonts'].flatMap((folder) =>
    readdirSync(ofPdf(folder)).map((name) => `${folder}/${name}`),
  ),
  'wasm/openjpeg_nowasm_fallback.js',
];

/** Two doors and the first view of one of them; `api/pages/doors.ts` serves what is built here. */
export default defineConfig(({ isSsrBuild }) => ({
  root: inWeb('.'),
  base: '/web/',
  appType: 'mpa',
  plugins: [react(), screens, ...(isSsrBuild ? [] : [pdfParts])],
  // Nobody reads what is not there yet; React warns in development alone.
  logLevel: 'warn',
  html: { cspNonce: '__NONCE__' },
  server: {
    port: 5173,
    proxy: { [PASSED_ON.source]: passOn },
  },
  ssr: { noExternal: true },
  // Drawn on the server as in the browser: without the checks of development.
  ...(isSsrBuild ? { define: { 'process.env.NODE_ENV': '"production"' } } : {}),
  build: isSsrBuild ? firstView() : doors(),
}));

const doors = () => ({
  outDir: inWeb('../dist/web'),
  // The files of the build before stay: an old tab still asks for them (dev/bootstrap/web.mjs clears older ones).
  emptyOutDir: false,
  manifest: true,
  target: ['chrome87', 'safari14'],
  modulePreload: { polyfill: false },
  assetsInlineLimit: 0,
  reportCompressedSize: false,
  chunkSizeWarningLimit: 2_000,
  rolldownOptions: { input: { apply: inWeb('apply/index.html'), desk: inWeb('desk/index.html') } },
});

const firstView = () => ({
  outDir: inWeb('../dist/web/server'),
  emptyOutDir: true,
  ssr: true,
  reportCompressedSize: false,
  rolldownOptions: {
    input: { firstView: inWeb('apply/server.tsx') },
    output: { format: 'cjs', entryFileNames: 'firstView.cjs', codeSplitting: false },
  },
});
