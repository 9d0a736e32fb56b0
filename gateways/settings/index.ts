export { loadSettings, type Settings, SettingsError } from './loadSettings';
export { environmentSchema, type SettingName, settingNames } from './schema';
