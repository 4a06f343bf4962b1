import type { S3Client } from '@aws-sdk/client-s3';
import type { BlobStore } from './blob-store.ts';

/** The SDK, loaded with the first call: who only reads a table never waits for it. */
export async function connectS3(): Promise<{ client: S3Client; sdk: typeof import('@aws-sdk/client-s3') }> {
  const sdk = await import('@aws-sdk/client-s3');
  const endpoint = process.env['KRING_S3_URL'];
  const client = new sdk.S3Client(endpoint === undefined ? {} : { endpoint, forcePathStyle: true });
  return { client, sdk };
}

/** Blobs as objects under `s3://bucket/prefix`. `KRING_S3_URL` names another engine than AWS. */
export function objectsIn(place: string): BlobStore {
  const [, Bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/u.exec(place)!;
  const inner = prefix === '' ? '' : `${prefix}/`;
  let connection: ReturnType<typeof connectS3> | undefined;
  const connected = (): ReturnType<typeof connectS3> => (connection ??= connectS3());
  return {
    place,
    put: async (name, Body) => {
      const { client, sdk } = await connected();
      await client.send(new sdk.PutObjectCommand({ Bucket, Key: inner + name, Body }));
    },
    get: async (name) => {
      const { client, sdk } = await connected();
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: inner + name }));
        return (await Body?.transformToByteArray()) ?? null;
      } catch (error) {
        if (error instanceof sdk.NoSuchKey) return null;
        throw error;
      }
    },
    list: async (begin) => {
      const { client, sdk } = await connected();
      const names: string[] = [];
      for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix: inner + begin }))
        names.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key.slice(inner.length)])));
      return names;
    },
    delete: async (name) => {
      const { client, sdk } = await connected();
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: inner + name }));
    },
  };
}
