import type { Language } from '../../../kit/words/words';

const DIFFERS_FROM_MS = 60_000;

/**
 * The platform's time as the desk shows it.
 * @param hereMs the computer's time
 * @param speed business seconds a real second
 * @returns `isOther`: it is not the time of the wall, so its day is shown too
 */
export function clockText(nowMs: number, hereMs: number, speed: number, language: Language) {
  const isOther = speed !== 1 || Math.abs(nowMs - hereMs) > DIFFERS_FROM_MS;
  const text = new Intl.DateTimeFormat(language, {
    ...(isOther ? { year: 'numeric', month: 'short', day: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Shanghai',
  }).format(nowMs);
  return { text, isOther };
}
