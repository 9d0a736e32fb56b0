import { uuidv7 } from 'uuidv7';
import { machineSecretHash, newMachineSecret } from '../../gateways/auth/machineSecret';
import {
  countMachines,
  endMachine,
  findMachine,
  listMachines,
  type MachineRow,
  type NewSecret,
  renewSecret,
  writeMachine,
} from '../../gateways/database/machines';
import type { Parts } from '../kernel/parts';
import { ApiProblem, notFound } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, lately, staff } from '../kernel/security/policy';
import { securityRules } from '../kernel/security/rules';
import { found, institutionOfCall } from '../kernel/security/scope';
import { getToken } from './token';

const ADMIN = lately('ACCESS', staff('admin'));

/** Programs that read for an institution: made and ended by an admin, let in by tokens. */
export const machineOperations = {
  listMachines: {
    who: staff('admin', 'auditor'),
    do: async ({ prisma }, call) => {
      const page = await listMachines(prisma, institutionOfCall(call), call.query);
      return { ...page, items: page.items.map(present) };
    },
  },
  addMachine: { who: ADMIN, audit: 'machine.add', do: add },
  renewMachineSecret: { who: ADMIN, audit: 'machine.renewSecret', do: renew },
  endMachine: { who: ADMIN, audit: 'machine.end', do: end },
  getToken: { who: ANYBODY, audit: 'machine.getToken', limit: 'machineToken', do: getToken },
  listTokenKeys: {
    who: ANYBODY,
    do: async ({ machineTokens }) => ({ keys: await machineTokens.publicKeys() }),
  },
} satisfies SomeOperations;

async function add(parts: Parts, call: Call<'addMachine'>): Promise<AnswerOf<'addMachine'>> {
  const { name, scopes } = call.body;
  const institutionId = institutionOfCall(call);
  const { most } = securityRules().machines;
  if ((await countMachines(parts.prisma, institutionId)) >= most) {
    throw new ApiProblem(409, 'TOO_MANY_MACHINES', { detail: { most } });
  }
  const { secret, shown } = freshSecret(call);
  const id = call.subjectId;
  call.note({ machineId: id, scopes: scopes.join(' ') });
  await writeMachine(parts.sql, { id, institutionId, name, scopes: [...new Set(scopes)], secret });
  return { machine: present(await machineOf(parts, call, id)), secret: shown };
}

async function renew(
  parts: Parts,
  call: Call<'renewMachineSecret'>,
): Promise<AnswerOf<'renewMachineSecret'>> {
  const { machineId } = call.params;
  const { endsOthers } = call.body;
  call.note({ machineId, endsOthers });
  goesOn(await machineOf(parts, call, machineId));
  const { secret, shown } = freshSecret(call);
  const overlapDays = endsOthers ? 0 : securityRules().machines.overlapDays;
  await renewSecret(parts.sql, machineId, { secret, overlapDays });
  return { machine: present(await machineOf(parts, call, machineId)), secret: shown };
}

async function end(parts: Parts, call: Call<'endMachine'>): Promise<void> {
  const { machineId: id } = call.params;
  call.note({ machineId: id });
  goesOn(await machineOf(parts, call, id));
  const isFirst = await endMachine(parts.sql, { id, by: callerOf(call).userId });
  if (!isFirst) throw new ApiProblem(409, 'MACHINE_ENDED');
}

/** A machine of the caller's institution; the same 404 for another's as for one that there isn't. */
async function machineOf({ prisma }: Parts, call: Pick<Call, 'caller'>, id: string): Promise<MachineRow> {
  const machine = found(await findMachine(prisma, id));
  if (machine.institution.id !== institutionOfCall(call)) throw notFound();
  return machine;
}

function goesOn({ endedAt }: MachineRow): void {
  if (endedAt !== null) throw new ApiProblem(409, 'MACHINE_ENDED');
}

function freshSecret(call: Pick<Call, 'caller'>): { readonly shown: string; readonly secret: NewSecret } {
  const shown = newMachineSecret();
  const { secretDays: days } = securityRules().machines;
  return { shown, secret: { id: uuidv7(), hash: machineSecretHash(shown), by: callerOf(call).userId, days } };
}

function present({ institution: _, secrets, ...machine }: MachineRow): AnswerOf<'addMachine'>['machine'] {
  const nowMs = Date.now();
  return { ...machine, secrets: secrets.filter(({ endsAt }) => Date.parse(endsAt) > nowMs) };
}
