import { extname } from 'node:path';
import type { Answer } from '../answer.ts';
import type { Engine } from '../engine.ts';
import type { ObjectEntry } from './listing.ts';
import type { ObjectFiles, StoredFile } from './object-files.ts';

/** Where an object is. */
type ObjectName = { readonly bucket: string; readonly key: string };

/** What an object is made from; of the headers the emulator keeps the type, the metadata and the checksums. */
type ObjectContent = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/** All objects: their content is with the emulator, on the disk if there are files, and an index of them here. */
export type Objects = {
  /** The keys of a bucket; nothing when there is no such bucket. */
  keys(bucket: string): Iterable<string> | undefined;
  /** What there is to know of an object; nothing when there is none. */
  find(name: ObjectName): Promise<ObjectEntry | undefined>;
  /** @throws Refusal when the key cannot be a file's name */
  put(name: ObjectName, content: ObjectContent): Promise<Answer>;
  remove(name: ObjectName): Promise<Answer>;
  /** Ranges, conditions of reading and the like are the emulator's. */
  read(name: ObjectName, method: 'GET' | 'HEAD', headers: ObjectContent['headers']): Promise<Answer>;
};

/** What the objects are made from. Without files they end with the process. */
type ObjectsOptions = {
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

/**
 * Creates the buckets, and finds what an earlier run left in files. A file is loaded when its object is first asked for,
 * under the same ETag, which follows from the bytes: the pages of years lie there and are hardly ever read.
 */
export async function findObjects({ engine, buckets, files, now }: ObjectsOptions): Promise<Objects> {
  const index = new Map(buckets.map((bucket) => [bucket, new Map<string, ObjectEntry | LazyEntry>()]));

  async function keep(name: ObjectName, content: ObjectContent, lastModifiedMs: number): Promise<Answer> {
    // Without a type the emulator fails on an empty body.
    const headers = { 'content-type': defaultContentType, ...content.headers };
    const answer = await engine.send({ method: 'PUT', target: toTarget(name), headers, body: content.body });
    const { etag } = answer.headers;
    if (etag === undefined) throw new Error(`the emulator did not take ${name.key}: status ${answer.status}`);
    index.get(name.bucket)?.set(name.key, { etag, size: content.body.length, lastModifiedMs });
    return answer;
  }

  async function load(file: StoredFile, from: ObjectFiles): Promise<void> {
    const headers = { 'content-type': contentTypes[extname(file.key)] ?? defaultContentType };
    await keep(file, { headers, body: await from.read(file) }, file.modifiedMs);
  }

  /** Loaded once, and before anything else is done with the object: no file that is read late replaces a newer body. */
  async function find({ bucket, key }: ObjectName): Promise<ObjectEntry | undefined> {
    const entry = index.get(bucket)?.get(key);
    if (!entry || 'etag' in entry) return entry;
    await entry.load();
    return find({ bucket, key });
  }

  for (const bucket of buckets) {
    await engine.send({ method: 'PUT', target: `/${bucket}`, headers: {} });
    if (!files) continue;
    for (const file of await files.list(bucket))
      index.get(bucket)?.set(file.key, { load: once(() => load(file, files)) });
  }

  return {
    keys: (bucket) => index.get(bucket)?.keys(),
    find,
    async put(name, content) {
      await find(name);
      // The disk comes first: what is answered for is there after a crash.
      await files?.write(name.bucket, name.key, content.body);
      return keep(name, content, now());
    },
    async remove(name) {
      await find(name);
      if (index.get(name.bucket)?.delete(name.key)) await files?.remove(name.bucket, name.key);
      return engine.send({ method: 'DELETE', target: toTarget(name), headers: {} });
    },
    async read(name, method, headers) {
      const entry = await find(name);
      const answer = await engine.send({ method, target: toTarget(name), headers });
      if (!entry) return answer;
      const modified = new Date(entry.lastModifiedMs).toUTCString();
      return { ...answer, headers: { ...answer.headers, 'last-modified': modified } };
    },
  };
}

/** An object that nobody has asked for yet. */
type LazyEntry = { readonly load: () => Promise<void> };

function once<T>(deed: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= deed();
    return done;
  };
}

function toTarget({ bucket, key }: ObjectName): string {
  return `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
