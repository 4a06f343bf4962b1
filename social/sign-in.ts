import { createHash, randomBytes } from 'node:crypto';
import { VisibleError } from '../domain/errors.ts';

/** What sign-ins have in common, whatever the source: how they can fail for a customer, and how a code is worth nothing to others. */

/**
 * The code a source sent back with the customer.
 *
 * @param network as customers know it, such as `GitHub`
 * @throws VisibleError LINK_UNPROVEN where the customer said no, or nothing came back
 */
export function codeOf(query: URLSearchParams, network: string): string {
  const code = query.get('code');
  if (code === null || query.has('error'))
    throw new VisibleError('LINK_UNPROVEN', `${network} says that the sign-in was not granted. Nothing was linked.`);
  return code;
}

/** What came back does not belong to the sign-in that was begun, or too late. */
export const noAnswer = (): VisibleError =>
  new VisibleError('LINK_UNPROVEN', 'This is no answer to the sign-in that was begun. Begin again.');

/** A secret and what shows that one knows it (RFC 7636, S256): a code that is caught on its way is of no use. */
export function pkce(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
