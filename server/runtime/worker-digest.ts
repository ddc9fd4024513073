/** A running SHA-256 by the DigestStream of Workers. */
import type { StartDigest } from '../export/digest.ts';

export const startWorkerDigest: StartDigest = () => {
  const stream = new crypto.DigestStream('SHA-256');
  const writer = stream.getWriter();
  return {
    update: (bytes) => writer.write(bytes),
    async finish() {
      await writer.close();
      const digest = new Uint8Array(await stream.digest);
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
};
