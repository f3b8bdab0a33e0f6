/**
 * What one subscriber has: an IPv4 address, or the first half of an IPv6 address, whose other half they choose freely.
 *
 *   203.0.113.7                  203.0.113.7
 *   ::ffff:203.0.113.7           203.0.113.7
 *   2001:db8:1:2:3:4:5:6         2001:db8:1:2
 *   2001:db8::1                  2001:db8:0:0
 */
export function networkOf(address: string): string {
  const [, v4] = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (v4) return v4;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':').toLowerCase();
}
