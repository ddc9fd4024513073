/** Bytes to a socket and bytes back, for requests that no client would make and answers that break off. */
import { connect } from 'node:net';

/** Sends the text and gives everything that comes until the other side is done, or silent for a while. */
export function raw(port: number, text: string | Buffer, silentMs = 1500): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const done = () => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    socket.setTimeout(silentMs, done);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', done);
    socket.on('close', done);
    socket.on('connect', () => socket.write(text));
  });
}

/** A request with a line for each header, and the connection closed behind it. */
export const requestText = (
  line: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string =>
  [
    `${line} HTTP/1.1`,
    ...Object.entries({ Connection: 'close', ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    '',
    body,
  ].join('\r\n');

export const statusOf = (answer: string): number =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

/** Whether a chunked answer came to its end: what breaks off lacks the last chunk (RFC 9112 section 7.1). */
export const isWhole = (answer: string): boolean => answer.endsWith('\r\n0\r\n\r\n');
