import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { SelectField } from '../../../kit/forms/fields';
import { chooseTheme, chosenTheme, THEMES } from '../../../kit/look/theme';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['设置', 'Settings'],
  security: ['登录与安全', 'Sign-in and security'],
  securityAbout: [
    '密码、双重验证、邮箱、手机、已登录的设备',
    'Password, second factor, mail, phone, where you are signed in',
  ],
  enterprises: ['企业与人员', 'Enterprises and people'],
  enterprisesAbout: ['切换企业、其他机构、同事', 'Whom you act for, other institutions, colleagues'],
  data: ['我的数据', 'Your data'],
  dataAbout: ['同意与授权、导出、注销', 'What you agreed to, taking it along, closing'],
  theme: ['外观', 'Look'],
  SYSTEM: ['跟随系统', 'As the system'],
  LIGHT: ['浅色', 'Light'],
  DARK: ['深色', 'Dark'],
});

/** Where a person looks after the account. */
export function SettingsPage() {
  const say = useWords(WORDS);
  const [theme, setTheme] = useState(chosenTheme);
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <Link to="/settings/security" className="card tile">
        <strong>{say('security')}</strong>
        <small>{say('securityAbout')}</small>
      </Link>
      <Link to="/enterprises" className="card tile">
        <strong>{say('enterprises')}</strong>
        <small>{say('enterprisesAbout')}</small>
      </Link>
      <Link to="/settings/data" className="card tile">
        <strong>{say('data')}</strong>
        <small>{say('dataAbout')}</small>
      </Link>
      <section className="card">
        <SelectField
          label={say('theme')}
          choices={THEMES.map((each) => ({ value: each, label: say(each) }))}
          value={theme}
          onChange={(event) => {
            const chosen = THEMES.find((each) => each === event.target.value) ?? 'SYSTEM';
            chooseTheme(chosen);
            setTheme(chosen);
          }}
        />
      </section>
    </div>
  );
}
