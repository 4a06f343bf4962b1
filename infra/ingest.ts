import { access, identityKey } from './table.ts';

/**
 * What streams send, behind a URL that anybody may call: SDKs cannot sign for AWS. Every request shows a write key (scope ingest:<source>), which opens nothing
 * else. Own function, so that what is open to the world cannot read.
 */
export const ingest = new sst.aws.Function('Ingest', {
  handler: 'functions/ingest.handler',
  description: 'Kring event ingestion',
  timeout: '30 seconds',
  memory: '1024 MB',
  link: [access, identityKey],
  url: { authorization: 'none', cors: false },
});
