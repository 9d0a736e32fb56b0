import {
  DraftKeeper,
  type DraftPlace,
  type DraftQueue,
  type DraftState,
  type KeptDraft,
  type UnsentDraft,
} from '../../../web/kit/drafts/draftKeeper';

/** A server of drafts whose line can be cut, before or after it has done what it was asked. */
class Server implements DraftPlace {
  kept: KeptDraft = { version: 0, savedAt: null, content: null };
  line: 'UP' | 'DOWN' | 'ANSWER_LOST' | 'SIGNED_OUT' = 'UP';

  read = async () => {
    if (this.line === 'DOWN') throw new TypeError('no network');
    return this.kept;
  };
  save: DraftPlace['save'] = async (version, content) => {
    if (this.line === 'DOWN') throw new TypeError('no network');
    if (this.line === 'SIGNED_OUT') return 'REFUSED';
    if (version !== this.kept.version) return 'NEWER';
    this.kept = { version: version + 1, savedAt: '2026-11-27T02:42:00.000Z', content };
    if (this.line === 'ANSWER_LOST') throw new TypeError('the line broke');
    return { version: version + 1, savedAt: '2026-11-27T02:42:00.000Z' };
  };
  remove = async () => {
    this.kept = { version: 0, savedAt: null, content: null };
  };
}

function browser(): DraftQueue & { unsent: UnsentDraft | undefined } {
  return {
    unsent: undefined,
    async read() {
      return this.unsent;
    },
    async write(unsent) {
      this.unsent = unsent;
    },
    async clear() {
      this.unsent = undefined;
    },
  };
}

function window(server: Server, queue: DraftQueue) {
  const states: DraftState[] = [];
  const keeper = new DraftKeeper(server, queue, (state) => states.push(state));
  return { keeper, status: () => states.at(-1)?.status };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const rest = () => jest.advanceTimersByTimeAsync(1_000);

it('saves after a second of rest, not at each letter', async () => {
  const server = new Server();
  const { keeper, status } = window(server, browser());
  expect(await keeper.open()).toBeNull();
  expect(status()).toBe('EMPTY');
  for (const text of ['a', 'ab', 'abc']) {
    keeper.type(text);
    await jest.advanceTimersByTimeAsync(300);
  }
  expect(server.kept.version).toBe(0);
  await rest();
  expect(server.kept).toMatchObject({ version: 1, content: 'abc' });
  expect(status()).toBe('SAVED');
});

it('loses no letter when the page is reloaded at once: the browser still has it', async () => {
  const [server, queue] = [new Server(), browser()];
  server.line = 'DOWN';
  const first = window(server, queue);
  await first.keeper.open();
  first.keeper.type('abc');
  server.line = 'UP';
  const second = window(server, queue);
  expect(await second.keeper.open()).toBe('abc');
  await rest();
  expect(server.kept.content).toBe('abc');
  expect(queue.unsent).toBeUndefined();
});

it('waits while the line is down, and sends what is newest once it is up', async () => {
  const server = new Server();
  const { keeper, status } = window(server, browser());
  await keeper.open();
  server.line = 'DOWN';
  keeper.type('a');
  await rest();
  expect(status()).toBe('WAITING');
  keeper.type('ab');
  await rest();
  server.line = 'UP';
  await jest.advanceTimersByTimeAsync(10_000);
  expect(server.kept.content).toBe('ab');
  expect(status()).toBe('SAVED');
});

it('takes its own save for its own when the answer was lost', async () => {
  const server = new Server();
  const { keeper, status } = window(server, browser());
  await keeper.open();
  server.line = 'ANSWER_LOST';
  keeper.type('a');
  await rest();
  server.line = 'UP';
  await jest.advanceTimersByTimeAsync(10_000);
  expect(status()).toBe('SAVED');
  expect(server.kept).toMatchObject({ version: 1, content: 'a' });
});

it('takes what it had sent before a reload for its own, and sends what came after it', async () => {
  const [server, queue] = [new Server(), browser()];
  server.kept = { version: 1, savedAt: 'then', content: 'a' };
  queue.unsent = { version: 0, content: 'ab', sent: 'a' };
  const { keeper, status } = window(server, queue);
  expect(await keeper.open()).toBe('ab');
  await rest();
  expect(server.kept.content).toBe('ab');
  expect(status()).toBe('SAVED');
});

describe('two windows', () => {
  async function both() {
    const server = new Server();
    const [one, other] = [window(server, browser()), window(server, browser())];
    await Promise.all([one.keeper.open(), other.keeper.open()]);
    one.keeper.type('mine');
    other.keeper.type('theirs');
    await other.keeper.flush();
    await one.keeper.flush();
    return { server, one };
  }

  it('says in the older one that there is something newer, and overwrites nothing', async () => {
    const { server, one } = await both();
    expect(one.status()).toBe('NEWER');
    one.keeper.type('mine, and more');
    await rest();
    expect(server.kept.content).toBe('theirs');
  });

  it('keeps what was chosen', async () => {
    const { server, one } = await both();
    await one.keeper.keepMine();
    expect(server.kept).toMatchObject({ version: 2, content: 'mine' });
    const again = await both();
    expect(await again.one.keeper.takeTheirs()).toBe('theirs');
    expect(again.one.status()).toBe('SAVED');
  });

  it('hears of the other one before anything is typed', async () => {
    const { keeper, status } = window(new Server(), browser());
    await keeper.open();
    keeper.heard(0);
    expect(status()).toBe('EMPTY');
    keeper.heard(1);
    expect(status()).toBe('NEWER');
  });
});

it('asks once to sign in again, and keeps what is typed meanwhile', async () => {
  const [server, queue] = [new Server(), browser()];
  const { keeper, status } = window(server, queue);
  await keeper.open();
  server.line = 'SIGNED_OUT';
  keeper.type('a');
  await rest();
  keeper.type('ab');
  await rest();
  expect(status()).toBe('REFUSED');
  expect(queue.unsent?.content).toBe('ab');
  server.line = 'UP';
  await keeper.again();
  expect(server.kept.content).toBe('ab');
});

it('keeps nothing of what was sent, however late an answer comes', async () => {
  const [server, queue] = [new Server(), browser()];
  const { keeper } = window(server, queue);
  await keeper.open();
  keeper.type('a');
  void keeper.flush();
  await keeper.end();
  keeper.type('ab');
  await rest();
  expect(server.kept.content).toBeNull();
  expect(queue.unsent).toBeUndefined();
});
