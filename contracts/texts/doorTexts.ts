import en from './en/door.json';
import zh from './zh-CN/door.json';

export type DoorText = keyof typeof zh & keyof typeof en;

/** What the door in front of the Temporal UI says, in both languages in one line: the UI shows it as it comes. */
export const doorText = (key: DoorText): string => `${zh[key]} · ${en[key]}`;
