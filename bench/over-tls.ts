import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer } from 'node:tls';

/** A key and its certificate, as files. */
export type Certificate = { readonly key: string; readonly cert: string };

/** Makes a certificate of 127.0.0.1, with the machine's openssl. */
export function createCertificate(folder: string): Certificate {
  const files = { key: `${folder}/key.pem`, cert: `${folder}/cert.pem` };
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=bench', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', files.key, '-out', files.cert], {
    stdio: 'ignore',
  });
  return files;
}

/**
 * Puts TLS in front of a server on loopback, since in earnest everything is asked over TLS: plain HTTP is another module of
 * Node.js, which costs a program that would load it for nothing else.
 * @returns the address, without a slash at its end
 */
export async function serveOverTls(target: string, { key, cert }: Certificate): Promise<string> {
  const { port } = new URL(target);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
    const behind = connect(Number(port), '127.0.0.1');
    // Either side may go first: its end is the other's.
    pipeline(socket, behind, () => socket.destroy());
    pipeline(behind, socket, () => behind.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
