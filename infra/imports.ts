import { encryptBucket } from './encryption.ts';

/**
 * Where files to import are put. Not emptied with the stage, closed to browsers, and cleared by itself: the files hold
 * personal data that lives on in the table only as far as it is needed.
 */
export const imports = new sst.aws.Bucket('Imports', {
  cors: false,
  versioning: false,
  lifecycle: [{ id: 'expire', expiresIn: '30 days' }],
  transform: { bucket: { forceDestroy: false } },
});

encryptBucket('Imports', imports);
