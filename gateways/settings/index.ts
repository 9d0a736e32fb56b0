export { type LiveSettings, liveSettings } from './liveSettings';
export { loadSettings, type Settings, SettingsError, type SettingsOf } from './loadSettings';
export { environmentSchema, type SettingName, settingNames } from './schema';
export { isForeign, type ProcessName, SECRETS, type SecretName } from './secrets';
