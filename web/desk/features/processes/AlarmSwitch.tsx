import { useEffect, useRef, useState } from 'react';
import { usePlatformClock } from '../../../kit/live/clock';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { type Heard, hourOf, soundOf } from './alarm';
import { play } from './tones';

const WORDS = words({
  on: ['声音提醒：开', 'Sound: on'],
  off: ['声音提醒：关', 'Sound: off'],
  about: [
    '08:00–20:00 有新卡住的流程时轻响一声；其他时间只在须立即处理时响三声。',
    'From 08:00 to 20:00 one soft tone for what is newly stuck; at other times three, and only for what must be acted on.',
  ],
});
const KEPT_AS = 'alarm';

/** Lets whoever is on duty hear what is new: switched on for this browser, since a sound is of a room. */
export function AlarmSwitch({ heard }: { heard: Heard }) {
  const say = useWords(WORDS);
  const [isOn, turn] = useState(() => localStorage.getItem(KEPT_AS) === 'ON');
  const clock = usePlatformClock();
  const before = useRef<Heard | null>(null);
  useEffect(() => {
    const sound = soundOf(before.current, heard, hourOf(clock?.nowMs() ?? 0));
    before.current = heard;
    if (isOn) play(sound);
  });
  const change = (): void => {
    localStorage.setItem(KEPT_AS, isOn ? 'OFF' : 'ON');
    turn(!isOn);
    // Heard at once: whoever switches it on knows whether the loudspeakers are.
    if (!isOn) play('SOFT');
  };
  return (
    <p className="row">
      <button type="button" className="button small" aria-pressed={isOn} onClick={change}>
        {say(isOn ? 'on' : 'off')}
      </button>
      <small>{say('about')}</small>
    </p>
  );
}
