import type { Sound } from './alarm';

const SECONDS = 0.18;
const GAP = 0.12;
/** Heard in a quiet room, and no start to anybody. */
const VOLUME = 0.08;
const PITCHES: Readonly<Record<Exclude<Sound, 'NONE'>, readonly number[]>> = {
  SOFT: [523],
  ACT: [659, 523, 659],
};

let audio: AudioContext | null = null;

/** Plays a sound. A browser lets it be heard once the person has pressed something on the page. */
export function play(sound: Sound): void {
  if (sound === 'NONE') return;
  audio ??= new AudioContext();
  void audio.resume();
  for (const [at, pitch] of PITCHES[sound].entries())
    tone(audio, pitch, audio.currentTime + at * (SECONDS + GAP));
}

function tone(on: AudioContext, pitch: number, from: number): void {
  const oscillator = on.createOscillator();
  const volume = on.createGain();
  oscillator.frequency.value = pitch;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(VOLUME, from + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, from + SECONDS);
  oscillator.connect(volume).connect(on.destination);
  oscillator.start(from);
  oscillator.stop(from + SECONDS);
}
