import type { View } from './viewing';

/** A paper that is open: its pages can be drawn. */
export interface OpenPaper {
  readonly pages: number;
  /** Draws a page as wide as its place, times the zoom. @returns what is written on it, for who listens */
  readonly draw: (canvas: HTMLCanvasElement, view: View, widthPx: number) => Promise<string>;
  readonly close: () => void;
}

/** Where the parts of pdf.js are that it asks for by name (web/vite.config.mjs). */
const PARTS = `${import.meta.env.BASE_URL}pdf/`;

/** Opens a PDF; its reader is loaded with the first one. */
export async function openPdf(file: Blob): Promise<OpenPaper> {
  const [pdf, { default: workerSrc }] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'),
  ]);
  pdf.GlobalWorkerOptions.workerSrc = workerSrc;
  const task = pdf.getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    cMapUrl: `${PARTS}cmaps/`,
    standardFontDataUrl: `${PARTS}standard_fonts/`,
    wasmUrl: `${PARTS}wasm/`,
    // The policy of the page lets in neither WebAssembly nor what a file would have evaluated.
    useWasm: false,
    isEvalSupported: false,
  });
  const opened = await task.promise;
  return {
    pages: opened.numPages,
    draw: async (canvas, { page: number, zoom, turn }, widthPx) => {
      const page = await opened.getPage(number);
      const rotation = (page.rotate + turn) % 360;
      const plain = page.getViewport({ scale: 1, rotation });
      const scale = (widthPx * zoom * sharpness()) / plain.width;
      const viewport = page.getViewport({ scale, rotation });
      sizeOf(canvas, viewport.width, viewport.height);
      await page.render({ canvas, viewport }).promise;
      const { items } = await page.getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join(' ');
    },
    close: () => void task.destroy(),
  };
}

/** Opens a picture: a paper of one page. */
export async function openPicture(file: Blob): Promise<OpenPaper> {
  const picture = await createImageBitmap(file);
  return {
    pages: 1,
    draw: async (canvas, { zoom, turn }, widthPx) => {
      const isLying = turn === 90 || turn === 270;
      const [across, down] = isLying ? [picture.height, picture.width] : [picture.width, picture.height];
      const scale = (widthPx * zoom * sharpness()) / across;
      sizeOf(canvas, across * scale, down * scale);
      const pen = canvas.getContext('2d');
      pen?.translate(canvas.width / 2, canvas.height / 2);
      pen?.rotate((turn * Math.PI) / 180);
      pen?.scale(scale, scale);
      pen?.drawImage(picture, -picture.width / 2, -picture.height / 2);
      return '';
    },
    close: () => picture.close(),
  };
}

const sharpness = (): number => globalThis.devicePixelRatio;

/** The canvas in pixels of the screen, and as large as that is on the page. */
function sizeOf(canvas: HTMLCanvasElement, width: number, height: number): void {
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  canvas.style.width = `${Math.round(width / sharpness())}px`;
}
