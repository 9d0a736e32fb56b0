import { clientAddress, networkOf } from '../../../api/kernel/security/address';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s tells its client as %s', (ip, told) => {
  expect(clientAddress(ip)).toBe(told);
});

test('whoever has a network of IPv6 is one client, whichever of its addresses is used', () => {
  expect(clientAddress('2001:db8:1:2::7')).toBe(clientAddress('2001:db8:1:2:aaaa::8'));
  expect(clientAddress('2001:db8:1:2::7')).not.toBe(clientAddress('2001:db8:1:3::7'));
});

test.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
])('of %s the network is kept: %s', (ip, kept) => {
  expect(networkOf(ip)).toBe(kept);
});
