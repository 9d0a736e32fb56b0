import { App, ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useIsDark } from '../../kit/look/theme';
import { useLanguage } from '../../kit/words/language';

/** Styles of antd are made in the browser: the page's policy lets them in by this number, new with each page. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** The colours of the house (kit/styles/tokens.css) for the parts of antd: its own fail WCAG AA. */
const LIGHT = {
  colorPrimary: '#0b4fae',
  colorLink: '#0b4fae',
  // Under a hand as well: the lighter one that antd would make is too faint to read.
  colorLinkHover: '#0b4fae',
  colorText: '#17202b',
  colorTextSecondary: '#55616f',
  colorTextTertiary: '#55616f',
  colorTextDescription: '#55616f',
  colorTextPlaceholder: '#5f6b79',
  colorError: '#a8201a',
  colorWarning: '#8a4b00',
  colorSuccess: '#17693f',
};
const DARK = {
  colorPrimary: '#8ab8ff',
  colorLink: '#8ab8ff',
  colorLinkHover: '#8ab8ff',
  colorTextLightSolid: '#0b1a30',
  colorText: '#e7ecf2',
  colorTextSecondary: '#a3b0bf',
  colorTextTertiary: '#a3b0bf',
  colorTextDescription: '#a3b0bf',
  colorTextPlaceholder: '#a3b0bf',
  colorBgBase: '#1a212a',
  colorError: '#ff9c94',
  colorWarning: '#f0b55f',
  colorSuccess: '#6fd3a0',
};

/** Gives everything below the look and the language of the house. */
export function AntLook({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const isDark = useIsDark();
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: { ...(isDark ? DARK : LIGHT), fontFamily: 'var(--font)', borderRadius: 8, motion: false },
      }}
    >
      <App>{children}</App>
    </ConfigProvider>
  );
}
