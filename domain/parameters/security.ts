/** At most so many in so many seconds. */
export interface Window {
  readonly most: number;
  readonly seconds: number;
}

/** What an address or a person may ask for only so often; of some, only refused requests count. */
export interface RequestLimit {
  readonly per: 'ADDRESS' | 'PERSON';
  readonly counts: 'ALL' | 'REFUSED';
  /** From the shortest to the longest. */
  readonly windows: readonly Window[];
}

export const REQUEST_LIMITS = [
  'act',
  'quote',
  'signIn',
  'factor',
  'registration',
  'accountLink',
  'machineToken',
  'activation',
  'notice',
  'payloads',
  'draft',
  'search',
] as const;
export type RequestLimitName = (typeof REQUEST_LIMITS)[number];

/** How long a session lasts that is not ended by its person. */
export interface SessionLimits {
  /** Without a request. */
  readonly idleMinutes: number;
  /** From signing in, whatever is done. */
  readonly hours: number;
}

/** What must not tell by its time what it found: matters of an account, and a registration, which starts a process. */
export type EvenAnswer = 'ACCOUNT' | 'REGISTRATION';

/** What is at stake where a second factor is asked for again. */
export const FACTOR_MATTERS = ['MONEY', 'ACCESS', 'PERSONAL_DATA'] as const;
export type FactorMatter = (typeof FACTOR_MATTERS)[number];

/** From what on somebody of risk is asked to look at what a person did in a day. */
export interface ConductParameters {
  readonly from: Readonly<Record<'PERSONAL_DATA' | 'REFUSED' | 'FAILED_SIGN_INS', number>>;
  /** Personal data: so many times as many cases as this person looks at on other days, if that is more. */
  readonly timesUsual: number;
  /** Over how many days before it is known what is usual. */
  readonly usualDays: number;
}

/** What a stranger's machine works out before a request is taken: so many derivations of a key, each of a cost. */
export interface WorkParameters {
  /** Iterations of PBKDF2 with SHA-256 for each derivation. */
  readonly cost: number;
  /** So many derivations find the solution, drawn anew for each challenge. */
  readonly least: number;
  readonly most: number;
  /** How long a challenge may take. */
  readonly minutes: number;
}

/** Rules of passwords, sessions, guessing and limits; how long records are kept. All of it in real time. */
export interface SecurityParameters {
  readonly password: {
    readonly minimumLength: number;
    /** Guesses that finding it takes at least, as a power of ten. */
    readonly minimumGuessesLog10: number;
    /** Words of the house that a guesser tries first, small letters. */
    readonly houseWords: readonly string[];
    /** So many passwords that somebody had last are not taken again, today's among them. */
    readonly remembered: number;
    /** How long the link of a forgotten password opens. */
    readonly resetMinutes: number;
  };
  /** Another mail address or phone number: how long its links and codes open, and how often a code may be tried. */
  readonly contactChange: {
    readonly mailMinutes: number;
    readonly codeMinutes: number;
    readonly codeTries: number;
    /** Of the link to somebody who lost the mailbox, once two people have agreed. */
    readonly recoveryMinutes: number;
  };
  readonly session: { readonly staff: SessionLimits; readonly applicant: SessionLimits };
  readonly factor: {
    /** So long ago at most a second factor was proved, where this is at stake; minutes. */
    readonly freshMinutes: Readonly<Record<FactorMatter, number>>;
    /** Codes that a person keeps for the day on which the device is lost. */
    readonly recoveryCodes: number;
    /** How long a passkey may take to sign what it was asked to. */
    readonly challengeMinutes: number;
    /** By so many steps of thirty seconds a device that shows codes may be slow or fast. */
    readonly driftSteps: number;
    /** How many factors a person may have. */
    readonly most: number;
  };
  /** Machines of an institution. */
  readonly machines: {
    /** How long a token opens what it names. */
    readonly tokenMinutes: number;
    /** How long a secret opens its machine at most. */
    readonly secretDays: number;
    /** How long the secret of before goes on once there is a new one. */
    readonly overlapDays: number;
    /** A key signs tokens for so long; then there is another one. */
    readonly keyDays: number;
    /** How many an institution may have. */
    readonly most: number;
  };
  readonly work: WorkParameters;
  /** Wrong passwords, each list from the shortest window to the longest. */
  readonly guesses: {
    /** For one account, from one address or, where it signed in before, from one device. */
    readonly ofOne: readonly Window[];
    /** The same while an account is under attack, for addresses from which nobody signed in to it. */
    readonly ofOneUnderAttack: readonly Window[];
    /** From one address, whatever the accounts. */
    readonly ofAddress: readonly Window[];
    /** For one account from wherever; more is an attack, which is told and locks nobody out. */
    readonly ofAccount: readonly Window[];
    /** How long a device is known on which somebody signed in. */
    readonly knownDeviceDays: number;
  };
  /** What of a sign-in its person is told of. */
  readonly signInWarnings: {
    /** So many wrong passwords since the last time. */
    readonly failures: number;
    /** The night is from midnight until then in Shanghai, `HH:MM`. */
    readonly nightUntil: string;
  };
  readonly limits: Readonly<Record<RequestLimitName, RequestLimit>>;
  /** Requests of one address to one process, whatever they ask for. */
  readonly anything: Window;
  /** Registrations with one mail address, dots and what follows a plus left out. */
  readonly registrationsOfMail: readonly Window[];
  /** Letters to one mailbox, and short messages to one number, that people have sent there about an account. */
  readonly lettersTo: readonly Window[];
  /**
   * What must not tell by its time what it found is answered after a whole number of these milliseconds: of more than
   * all of it takes on a busy machine, since what ends about a step tells which side of it it was on.
   */
  readonly evenAnswerMs: Readonly<Record<EvenAnswer, number>>;
  /** How long a one-time secret that opens nothing any more stays in its table. */
  readonly oldTokenDays: number;
  /** Refused requests of strangers that the audit trail records one by one, by operation; the rest is counted. */
  readonly recordsOfStrangers: readonly Window[];
  readonly conduct: ConductParameters;
  /** How long the link of an invitation opens an account. */
  readonly invitationDays: number;
  /** Of what has changed: how long it is kept for who comes back, and how many streams of it one person has. */
  readonly changes: { readonly keptHours: number; readonly streamsPerPerson: number };
  /** Of what people typed and did not send: how long it is kept, and in how many forms at a time. */
  readonly drafts: { readonly keptDays: number; readonly most: number };
  /** Of lists as files: how long one is kept, how many rows it has at most, how many a person may wait for at a time. */
  readonly exports: { readonly keptHours: number; readonly mostRows: number; readonly mostWaiting: number };
  /** How long a request is known by its Idempotency-Key. */
  readonly idempotencyDays: number;
  /** Longest that the operator may look into an institution at a time, hours of real time. */
  readonly emergencyAccessHours: number;
  readonly networkLogMonths: number;
  readonly impactAssessmentYears: number;
  readonly disclosureRecordYears: number;
  readonly antiMoneyLaunderingYears: number;
}
