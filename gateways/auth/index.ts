export { activationLink, activationToken, isActivationToken } from './activation';
export { type Auth, createAuth, type OpenedSession, type ProvedIdentity, type SignInOutcome } from './auth';
export { checkPassword, hashPassword } from './password';
export { addStaff, type NewStaff } from './staff';
