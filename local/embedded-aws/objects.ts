import { extname } from 'node:path';
import type { Answer } from './answer.ts';
import type { Engine } from './engine.ts';
import type { ObjectEntry } from './listing.ts';
import type { ObjectFiles } from './object-files.ts';

/** Where an object is. */
export type ObjectName = { readonly bucket: string; readonly key: string };

/** What an object is made from; of the headers the emulator keeps the type, the metadata and the checksums. */
export type ObjectContent = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/** All objects: their content is with the emulator, on the disk if there are files, and an index of them here. */
export type Objects = {
  /** A bucket's objects by key; nothing when there is no such bucket. */
  entries(bucket: string): ReadonlyMap<string, ObjectEntry> | undefined;
  /** @throws Refusal when the key cannot be a file's name */
  put(name: ObjectName, content: ObjectContent): Promise<Answer>;
  remove(name: ObjectName): Promise<Answer>;
  /** Ranges, conditions of reading and the like are the emulator's. */
  read(name: ObjectName, method: 'GET' | 'HEAD', headers: ObjectContent['headers']): Promise<Answer>;
};

/** What the objects are made from. Without files they end with the process. */
export type ObjectsOptions = {
  readonly engine: Engine;
  readonly buckets: readonly string[];
  readonly files: ObjectFiles | undefined;
  readonly now: () => number;
};

/** S3's own default. */
const defaultContentType = 'binary/octet-stream';

/** An object's type is not kept in its file: after a restart it follows from the key. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'application/x-ndjson',
};

/** Creates the buckets, and loads what an earlier run left in files: under the same ETags, which follow from the bytes. */
export async function loadObjects({ engine, buckets, files, now }: ObjectsOptions): Promise<Objects> {
  const index = new Map(buckets.map((bucket) => [bucket, new Map<string, ObjectEntry>()]));

  async function keep(name: ObjectName, content: ObjectContent, lastModifiedMs: number): Promise<Answer> {
    // Without a type the emulator fails on an empty body.
    const headers = { 'content-type': defaultContentType, ...content.headers };
    const answer = await engine.send({ method: 'PUT', target: toTarget(name), headers, body: content.body });
    const { etag } = answer.headers;
    if (etag === undefined) throw new Error(`the emulator did not take ${name.key}: status ${answer.status}`);
    index.get(name.bucket)?.set(name.key, { etag, size: content.body.length, lastModifiedMs });
    return answer;
  }

  for (const bucket of buckets) {
    await engine.send({ method: 'PUT', target: `/${bucket}`, headers: {} });
    for await (const file of files?.load(bucket) ?? []) {
      const headers = { 'content-type': contentTypes[extname(file.key)] ?? defaultContentType };
      await keep(file, { headers, body: file.body }, file.modifiedMs);
    }
  }

  return {
    entries: (bucket) => index.get(bucket),
    async put(name, content) {
      // The disk comes first: what is answered for is there after a crash.
      await files?.write(name.bucket, name.key, content.body);
      return keep(name, content, now());
    },
    async remove(name) {
      if (index.get(name.bucket)?.delete(name.key)) await files?.remove(name.bucket, name.key);
      return engine.send({ method: 'DELETE', target: toTarget(name), headers: {} });
    },
    async read(name, method, headers) {
      const answer = await engine.send({ method, target: toTarget(name), headers });
      const entry = index.get(name.bucket)?.get(name.key);
      if (!entry) return answer;
      const modified = new Date(entry.lastModifiedMs).toUTCString();
      return { ...answer, headers: { ...answer.headers, 'last-modified': modified } };
    },
  };
}

function toTarget({ bucket, key }: ObjectName): string {
  return `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
