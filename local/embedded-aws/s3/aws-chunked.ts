type Content = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

const lineEnd = '\r\n';

/**
 * Takes off the `aws-chunked` encoding, which the SDKs use for streams to send the checksum behind the body; what
 * follows the last chunk becomes headers. AmazonS3 API reference, "Authenticating requests: transferring in chunks".
 */
export function decodeAwsChunked(content: Content): Content {
  const { 'content-encoding': encoding = '', ...headers } = content.headers;
  const encodings = encoding.split(',').map((name) => name.trim());
  if (!encodings.includes('aws-chunked')) return content;
  const rest = encodings.filter((name) => name !== 'aws-chunked').join(', ');
  const { body, trailers } = splitChunks(content.body);
  return { headers: { ...headers, ...trailers, ...(rest !== '' && { 'content-encoding': rest }) }, body };
}

function splitChunks(encoded: Buffer): { readonly body: Buffer; readonly trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const sizeEnd = encoded.indexOf(lineEnd, position);
    if (sizeEnd < 0) return { body: Buffer.concat(chunks), trailers: {} };
    const size = Number.parseInt(encoded.toString('latin1', position, sizeEnd), 16);
    const start = sizeEnd + lineEnd.length;
    if (!(size > 0)) return { body: Buffer.concat(chunks), trailers: readTrailers(encoded.subarray(start)) };
    chunks.push(encoded.subarray(start, start + size));
    position = start + size + lineEnd.length;
  }
}

function readTrailers(text: Buffer): Record<string, string> {
  const lines = text.toString('latin1').split(lineEnd);
  const fields = lines.flatMap((line) => {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()]];
  });
  return Object.fromEntries(fields);
}
