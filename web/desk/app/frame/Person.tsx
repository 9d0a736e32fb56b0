import { Link } from '@tanstack/react-router';
import { usePreferences } from '../../../kit/look/preferences';
import { chooseTheme, THEMES, type Theme } from '../../../kit/look/theme';
import { Menu } from '../../../kit/menu/Menu';
import { type Session, signOut } from '../../../kit/session/session';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { type Language, words } from '../../../kit/words/words';

const WORDS = words({
  language: ['语言', 'Language'],
  'zh-CN': ['中文', '中文'],
  en: ['English', 'English'],
  theme: ['外观', 'Theme'],
  SYSTEM: ['跟随系统', 'As the system'],
  LIGHT: ['浅色', 'Light'],
  DARK: ['深色', 'Dark'],
  density: ['行距', 'Density'],
  COMFORTABLE: ['舒适', 'Comfortable'],
  COMPACT: ['紧凑', 'Compact'],
  letterKeys: ['单字母快捷键', 'Single letters are keys'],
  security: ['登录与安全', 'Sign-in and security'],
  signOut: ['退出', 'Sign out'],
});
const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];
const DENSITIES = ['COMFORTABLE', 'COMPACT'] as const;

/** Who is signed in, and how they like to look at the desk. */
export function Person({ session: { user, roles } }: { session: Session }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { language, speak } = useLanguage();
  const { preferences, choose } = usePreferences();
  const speakIt = (chosen: Language): void => {
    speak(chosen);
    choose({ language: chosen });
  };
  const look = (theme: Theme): void => {
    chooseTheme(theme);
    choose({ theme });
  };
  return (
    <Menu label={user.name}>
      <p>
        <strong>{user.name}</strong>
        <br />
        <small>{roles.map((role) => sayPair(ROLE_NAMES[role])).join(' · ')}</small>
      </p>
      <Choice title={say('language')} options={LANGUAGES} chosen={language} name={say} choose={speakIt} />
      <Choice title={say('theme')} options={THEMES} chosen={preferences.theme} name={say} choose={look} />
      <Choice
        title={say('density')}
        options={DENSITIES}
        chosen={preferences.density}
        name={say}
        choose={(density) => choose({ density })}
      />
      <label className="row">
        <input
          type="checkbox"
          checked={preferences.letterKeys}
          onChange={({ target }) => choose({ letterKeys: target.checked })}
        />
        {say('letterKeys')}
      </label>
      <Link to="/security" className="button">
        {say('security')}
      </Link>
      <button type="button" className="button" onClick={leave}>
        {say('signOut')}
      </button>
    </Menu>
  );
}

interface ChoiceProps<Option extends string> {
  readonly title: string;
  readonly options: readonly Option[];
  readonly chosen: Option;
  readonly name: (option: Option) => string;
  readonly choose: (option: Option) => void;
}

function Choice<Option extends string>({ title, options, chosen, name, choose }: ChoiceProps<Option>) {
  return (
    <fieldset className="choice">
      <legend>{title}</legend>
      {options.map((option) => (
        <button key={option} type="button" aria-pressed={option === chosen} onClick={() => choose(option)}>
          {name(option)}
        </button>
      ))}
    </fieldset>
  );
}

async function leave(): Promise<void> {
  await signOut();
  location.assign('/desk');
}
