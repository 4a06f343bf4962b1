/**
 * Which addresses of others may be called: what somebody types as an address must not make this machine ask a service of its own network, or of its cloud.
 */
import { BlockList, isIP } from 'node:net';
import { InvalidInputError } from '../../domain/errors.ts';

/** IPv4 that is not the public internet: IANA's special-purpose registry, multicast and what is reserved. */
const CLOSED_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Metadata of clouds among them.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Of IPv6 only 2000::/3 is the public internet; these parts of it are not, or lead into IPv4. */
const CLOSED_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const closed = new BlockList();
for (const [net, bits] of CLOSED_V4) closed.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of CLOSED_V6) closed.addSubnet(net, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address is one of the public internet.
 *
 * @example isPublic('169.254.169.254') // false
 */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && global6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/** Whether an address is this machine's own. */
export const isLoopback = (address: string): boolean =>
  (isIP(address) === 4 && address.startsWith('127.')) || address === '::1';

/** The host of a URL as it is looked up: an address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/u, '$1');

const LONGEST = 2000;

/**
 * An address to send to, as far as it can be judged before its name is looked up.
 *
 * @param loopback whether this machine may be called, in the clear: where Kring runs on the machine of whoever asks
 * @throws InvalidInputError
 */
export function webhookUrl(text: string, loopback: boolean): URL {
  const refuse = (message: string): never => {
    throw new InvalidInputError(['url'], message);
  };
  if (text.length > LONGEST || !URL.canParse(text)) return refuse('Give an address such as https://crm.example/kring.');
  const url = new URL(text);
  const host = hostOf(url);
  const isOwn = host === 'localhost' || isLoopback(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn && loopback))
    return refuse(
      loopback
        ? 'The address has to be https, or http of this machine (http://127.0.0.1:…).'
        : 'The address has to be https.',
    );
  if (url.username !== '' || url.password !== '')
    return refuse('Leave user and password out of the address: messages are signed instead.');
  if (url.hash !== '') return refuse('Leave what follows # out of the address: it is never sent.');
  if (isOwn ? !loopback : isIP(host) !== 0 && !isPublic(host))
    return refuse('This address is not on the public internet. Name one that is.');
  return url;
}
