import { describe, expect, it } from '@jest/globals';
import { hear, type Key, type KeySet, keyCaps, type Press, type Situation } from '../../../web/kit/keys/keys';

const free: Situation = { isInField: false, isUnderLayer: false, letterKeys: true };

/** A press as the browser tells it. */
const press = (code: string, more: Partial<Press> & { mods?: readonly string[] } = {}): Press => ({
  key: code.replace(/^Key/, '').toLowerCase(),
  code,
  isComposing: false,
  keyCode: 0,
  repeat: false,
  getModifierState: (name) => more.mods?.includes(name) === true,
  ...more,
});

const key = (pressed: string, more: Partial<Key> = {}): Key => ({
  press: pressed,
  does: [pressed, pressed],
  act: () => undefined,
  ...more,
});
const set = (scope: KeySet['scope'], ...keys: Key[]): KeySet => ({ scope, title: ['', ''], keys });

const meaning = (sets: readonly KeySet[], pressed: Press, where: Situation = free): string | undefined =>
  hear(sets, [], pressed, where).key?.press;

describe('keys', () => {
  it('are told by where they are on the keyboard, whatever an input method makes of them', () => {
    expect(meaning([set('PLACE', key('KeyJ'))], press('KeyJ', { key: 'Process' }))).toBe('KeyJ');
  });

  it('mean what the nearest part of the screen says', () => {
    const far = key('Enter', { does: ['远', 'far'] });
    const near = key('Enter', { does: ['近', 'near'] });
    for (const sets of [
      [set('EVERYWHERE', far), set('CASE', near)],
      [set('CASE', near), set('EVERYWHERE', far)],
    ]) {
      expect(hear(sets, [], press('Enter', { key: 'Enter' }), free).key).toBe(near);
    }
  });

  it.each([
    ['while a word is composed', { isComposing: true }],
    ['when an input method sends it as 229', { keyCode: 229 }],
  ])('do nothing %s', (_, of) => {
    const sets = [set('FORM', key('Enter', { inFields: true }), key('KeyA'))];
    for (const code of ['Enter', 'KeyA'])
      expect(meaning(sets, press(code, { ...of, key: code }))).toBeUndefined();
  });

  it('leave a field alone, but for those that are made for it', () => {
    const sets = [set('FORM', key('KeyA'), key('Escape', { inFields: true }))];
    const inField = { ...free, isInField: true };
    expect(meaning(sets, press('KeyA'), inField)).toBeUndefined();
    expect(meaning(sets, press('Escape', { key: 'Escape' }), inField)).toBe('Escape');
  });

  it('act once while held down, unless they move', () => {
    const sets = [set('PLACE', key('KeyA'), key('KeyJ', { repeats: true }))];
    expect(meaning(sets, press('KeyA', { repeat: true }))).toBeUndefined();
    expect(meaning(sets, press('KeyJ', { repeat: true }))).toBe('KeyJ');
  });

  it('are not heard through a layer', () => {
    const sets = [set('CASE', key('KeyA')), set('LAYER', key('KeyB'))];
    const under = { ...free, isUnderLayer: true };
    expect(meaning(sets, press('KeyA'), under)).toBeUndefined();
    expect(meaning(sets, press('KeyB'), under)).toBe('KeyB');
  });

  it('of a single character can be switched off; those with Control stay', () => {
    const off = { ...free, letterKeys: false };
    const sets = [
      set('PLACE', key('KeyJ'), key('Shift+KeyC'), key('KeyG KeyI'), key('Control+KeyK'), key('ArrowDown')),
    ];
    expect(meaning(sets, press('KeyJ'), off)).toBeUndefined();
    expect(meaning(sets, press('KeyC', { mods: ['Shift'] }), off)).toBeUndefined();
    expect(hear(sets, [], press('KeyG'), off).held).toEqual([]);
    expect(meaning(sets, press('KeyK', { mods: ['Control'] }), off)).toBe('Control+KeyK');
    expect(meaning(sets, press('ArrowDown', { key: 'ArrowDown' }), off)).toBe('ArrowDown');
  });

  it('may follow each other, and a press that does not follow begins anew', () => {
    const sets = [set('EVERYWHERE', key('KeyG KeyI')), set('PLACE', key('KeyJ'))];
    const begun = hear(sets, [], press('KeyG'), free);
    expect(begun.key).toBeNull();
    expect(hear(sets, begun.held, press('KeyI'), free).key?.press).toBe('KeyG KeyI');
    expect(hear(sets, begun.held, press('KeyJ'), free).key?.press).toBe('KeyJ');
  });

  it('are different keys with and without Shift', () => {
    const sets = [set('PLACE', key('KeyC'), key('Shift+KeyC'))];
    expect(meaning(sets, press('KeyC'))).toBe('KeyC');
    expect(meaning(sets, press('KeyC', { mods: ['Shift'] }))).toBe('Shift+KeyC');
  });

  it.each([
    ['KeyG KeyI', ['G', 'I']],
    ['$mod+Enter', ['Ctrl', 'Enter']],
    ['Shift+Slash', ['?']],
    ['Digit1', ['1']],
    ['ArrowDown', ['↓']],
  ])('are written as on the keyboard: %s', (pressed, caps) => expect(keyCaps(pressed)).toEqual(caps));
});
