/**
 * The explorer as static files. Its readers show a key, which the API's own address, behind IAM, does not ask for: it is made when KRING_EXPLORER_API names
 * an endpoint of yours that takes keys (docs/access.md), and asks that one only. The origin of the site goes into KRING_ALLOWED_ORIGINS.
 */
const api = process.env['KRING_EXPLORER_API'] ?? '';

export const explorer =
  api === ''
    ? undefined
    : new sst.aws.StaticSite('Explorer', {
        build: { command: `node scripts/explorer.ts .explorer --api ${new URL(api).href}`, output: '.explorer' },
      });
