import { describe, expect, it } from '@jest/globals';
import { isRefusal, keyNow, sendAnew, wasRefused, wasReused } from '../../../web/kit/api/attempts';

describe('the key of an act', () => {
  it('stays while nobody knows what became of it, and is another one after each refusal', () => {
    const key = '01a21bb9-2d72-4a09-9db0-1dd67d37f2aa';
    expect([keyNow(key), keyNow(key)]).toEqual([key, key]);
    wasRefused(keyNow(key));
    expect(keyNow(key)).toBe(`${key}.1`);
    wasRefused(keyNow(key));
    expect(keyNow(key)).toBe(`${key}.2`);
    expect(keyNow('another-key')).toBe('another-key');
  });

  it('that did something else stays until its person says that this is another request, once', () => {
    const key = '01a21bb9-2d72-4a09-9db0-1dd67d37f2bb';
    wasReused(keyNow(key), 'request-1');
    expect(keyNow(key)).toBe(key);
    sendAnew('request-2');
    expect(keyNow(key)).toBe(key);
    sendAnew('request-1');
    sendAnew('request-1');
    expect(keyNow(key)).toBe(`${key}.1`);
  });

  it('is used up by a refusal alone: not by an answer that got lost, nor by a key that did something else', () => {
    expect(isRefusal(422, 'REASON_REQUIRED')).toBe(true);
    expect(isRefusal(409, null)).toBe(true);
    expect(isRefusal(503, 'PROCESSES_BUSY')).toBe(false);
    expect(isRefusal(200, null)).toBe(false);
    expect(isRefusal(422, 'IDEMPOTENCY_KEY_REUSED')).toBe(false);
  });
});
