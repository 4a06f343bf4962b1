import { FRONT_HEADER, frontMark } from '../functions/front.ts';
import { settings } from './settings.ts';
import { identityKey } from './table.ts';

/**
 * A distribution with a firewall in front of the API, where stages.ts asks for one: who asks too often from one address is turned away before a function runs and costs something.
 * AWS's rules for known attacks on servers are on; those for pages and for SQL are not, because to them a GraphQL document looks like an attack.
 */
export const front =
  settings.firewall === undefined
    ? null
    : new sst.aws.Router('Front', {
        waf: {
          rateLimitPerIp: settings.firewall.requestsPerFiveMinutes,
          managedRules: { coreRuleSet: false, knownBadInputs: true, sqlInjection: false },
        },
        // The function takes no other requests: what it looks for is put in here, over whatever a sender wrote.
        edge: {
          viewerRequest: {
            injection: identityKey.value.apply(
              (key) => `event.request.headers["${FRONT_HEADER}"] = { value: "${frontMark(key)}" };`,
            ),
          },
        },
      });
