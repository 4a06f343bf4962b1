import { spending } from './defaults.ts';
import { settings } from './settings.ts';
import { access, identityKey } from './table.ts';

/** Who may post webhooks, and the secrets they sign with: JSON as docs/streaming.md has it. */
export const webhooks = new sst.Secret('Webhooks', '{}');

/**
 * What streams send, behind a URL that anybody may call: SDKs cannot sign for AWS. Every request shows a write key (scope ingest:<source>), which opens nothing
 * else, or is signed by who posts it. Own function, so that what is open to the world cannot read.
 */
export const ingest = new sst.aws.Function('Ingest', {
  handler: 'functions/ingest.handler',
  description: 'Kring event ingestion',
  timeout: '30 seconds',
  memory: '1024 MB',
  link: [access, identityKey, webhooks],
  environment: spending,
  ...(settings.concurrency?.ingest === undefined ? {} : { concurrency: { reserved: settings.concurrency.ingest } }),
  url: { authorization: 'none', cors: false },
});
