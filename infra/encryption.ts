import { settings } from './settings.ts';

/**
 * A key of this account's own, where stages.ts asks for one. Whoever in this account may use the table or the buckets may use it through them, and nobody
 * may use it otherwise; it is deleted a month after it was asked to be, and new material is made every year.
 */
function makeKey() {
  const caller = aws.getCallerIdentityOutput();
  const region = aws.getRegionOutput();
  return new aws.kms.Key('Key', {
    description: `Kring ${$app.stage}: table and buckets`,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: $jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Administrators',
          Effect: 'Allow',
          Principal: { AWS: $interpolate`arn:aws:iam::${caller.accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'ThroughTableAndBuckets',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: [
            'kms:Encrypt',
            'kms:Decrypt',
            'kms:ReEncrypt*',
            'kms:GenerateDataKey*',
            'kms:CreateGrant',
            'kms:DescribeKey',
          ],
          Resource: '*',
          Condition: {
            StringEquals: {
              'kms:CallerAccount': caller.accountId,
              'kms:ViaService': [
                $interpolate`dynamodb.${region.name}.amazonaws.com`,
                $interpolate`s3.${region.name}.amazonaws.com`,
              ],
            },
          },
        },
      ],
    }),
  });
}

export const ownKey = settings.ownEncryptionKey === true ? makeKey() : null;

/** A bucket under the same key as the table; S3's own key where there is none. */
export function encryptBucket(name: string, bucket: InstanceType<typeof sst.aws.Bucket>): void {
  if (ownKey === null) return;
  new aws.s3.BucketServerSideEncryptionConfiguration(`${name}Encryption`, {
    bucket: bucket.name,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: ownKey.arn },
        bucketKeyEnabled: true,
      },
    ],
  });
}
