import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connectS3 } from './s3.ts';

/**
 * Fetches an object into a file, as a stream: its size is no matter of memory.
 *
 * @returns its metadata by name; null when there is no such object (any more)
 */
export async function fetchFile(
  Bucket: string,
  Key: string,
  path: string,
): Promise<Readonly<Record<string, string>> | null> {
  const { client, sdk } = await connectS3();
  try {
    const { Body, Metadata } = await client.send(new sdk.GetObjectCommand({ Bucket, Key }));
    await pipeline(Body as Readable, createWriteStream(path));
    return Metadata ?? {};
  } catch (error) {
    if (error instanceof sdk.NoSuchKey) return null;
    throw error;
  }
}

/** Puts a file, as a stream of known length, or a text. */
export async function putFile(
  Bucket: string,
  Key: string,
  content: { readonly text: string } | { readonly path: string; readonly bytes: number },
): Promise<void> {
  const { client, sdk } = await connectS3();
  const Body = 'text' in content ? content.text : createReadStream(content.path);
  const length = 'text' in content ? {} : { ContentLength: content.bytes };
  await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body, ...length }));
}
