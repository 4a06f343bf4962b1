/** Providers that ignore the dots in the part before the @. */
const DOTLESS = new Set(['gmail.com', 'googlemail.com']);
const SAME_PROVIDER: Readonly<Record<string, string>> = { 'googlemail.com': 'gmail.com' };

/**
 * The mailbox an e-mail address most probably reaches: lower case, without a `+tag`, and without dots where the provider
 * ignores them. `ann+1@x.com` and `ANN@x.com` reach one mailbox. Two people rarely share one, but may: what follows from it
 * is a suspicion, never an identity.
 *
 * @param text an e-mail address, or an id that may be one
 * @returns null for what is no e-mail address
 */
export function mailboxOf(text: string): string | null {
  const match = /^([^\s@]+)@([^\s@]+\.[^\s@]+)$/u.exec(text.normalize('NFKC').trim().toLowerCase());
  if (match === null) return null;
  const domain = match[2]!;
  const untagged = match[1]!.replace(/(?<=.)\+.*$/u, '');
  const local = DOTLESS.has(domain) ? untagged.replaceAll('.', '') : untagged;
  return `${local}@${SAME_PROVIDER[domain] ?? domain}`;
}
