import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Page } from 'playwright-core';
import { PHONE, type Screens } from '../../test/browser/support/browser';
import { type BenchLine, figure, median } from '../rounds';

/** A slow phone on a slow line: 400 kbit/s, 400 ms, a processor a quarter as fast. */
const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SLOWER = 4;
const ROUNDS = 5;
/** After the first paint something may still move or block. */
const SETTLED_MS = 4_000;

const MOST_HTML_KB = 14;
const MOST_LCP_MS = 1_500;
const MOST_BLOCKED_MS = 100;
const MOST_SHIFT = 0.02;

interface Seen {
  readonly lcpMs: number;
  /** Sum of what each long task takes beyond 50 ms. */
  readonly blockedMs: number;
  readonly shift: number;
}

/**
 * The first screen on a slow phone, cold.
 * @param cookie of somebody of an enterprise
 */
export async function benchPhone(
  screens: Screens,
  address: string,
  cookie: string,
): Promise<readonly BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const [path, session] of [
    ['/', undefined],
    ['/home', cookie],
  ] as const) {
    const html = await htmlKb(`${address}${path}`, session);
    lines.push({
      text: `${path}, HTML with the first view: ${figure(html, 1)} kB gzip, target ≤ ${MOST_HTML_KB} kB`,
      isReached: html <= MOST_HTML_KB,
    });
    const rounds: Seen[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await look(screens, path, session));
    lines.push(...linesOf(path, rounds));
  }
  return lines;
}

function linesOf(path: string, rounds: readonly Seen[]): readonly BenchLine[] {
  const lcpMs = median(rounds.map((seen) => seen.lcpMs));
  const blockedMs = median(rounds.map((seen) => seen.blockedMs));
  const shift = Math.max(...rounds.map((seen) => seen.shift));
  const slow = 'on slow 3G, processor ÷ 4';
  return [
    {
      text: `${path}, largest paint ${slow}: ${figure(lcpMs)} ms, target ≤ ${figure(MOST_LCP_MS)} ms`,
      isReached: lcpMs <= MOST_LCP_MS,
    },
    {
      text: `${path}, blocked ${slow}: ${figure(blockedMs)} ms, target ≤ ${MOST_BLOCKED_MS} ms`,
      isReached: blockedMs <= MOST_BLOCKED_MS,
    },
    {
      text: `${path}, layout shift: ${figure(shift, 3)}, target ≤ ${MOST_SHIFT}`,
      isReached: shift <= MOST_SHIFT,
    },
  ];
}

/** As it goes over the line. */
async function htmlKb(url: string, cookie: string | undefined): Promise<number> {
  const headers = { 'accept-encoding': 'gzip', ...(cookie === undefined ? {} : { cookie }) };
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const part of response) bytes += (part as Buffer).length;
  return bytes / 1_000;
}

async function look(screens: Screens, path: string, cookie: string | undefined): Promise<Seen> {
  const person = await screens.person(PHONE, cookie);
  try {
    const page = await person.newPage();
    const devtools = await person.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', LINE);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript(WATCH);
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.waitForTimeout(SETTLED_MS);
    return await read(page);
  } finally {
    await person.close();
  }
}

/** Runs in the page before anything of it. */
const WATCH = `
  window.seen = { lcpMs: 0, blockedMs: 0, shift: 0 };
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => { seen.lcpMs = entry.startTime; });
  watch('longtask', (entry) => { seen.blockedMs += Math.max(0, entry.duration - 50); });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });`;

const read = (page: Page): Promise<Seen> => page.evaluate<Seen>('window.seen');
