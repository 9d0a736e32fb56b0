import { createServer } from 'node:net';
import { untilReached } from '../../../demo/patience';

/** A port of this machine on which nobody listens. */
async function deafPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('patience', () => {
  it('asks again while nobody listens, and takes the first answer', async () => {
    const port = await deafPort();
    let asked = 0;
    const ask = async () => {
      asked += 1;
      if (asked === 1) await fetch(`http://127.0.0.1:${port}/`);
      return asked;
    };
    expect(await untilReached(ask)).toBe(2);
  });

  it('does not ask again after a refusal', async () => {
    const refuse = () => Promise.reject(new Error('no'));
    await expect(untilReached(refuse)).rejects.toThrow('no');
  });
});
