/** A running SHA-256 by Node's own crypto. */
import { createHash } from 'node:crypto';
import type { StartDigest } from '../export/digest.ts';

export const startNodeDigest: StartDigest = () => {
  const hash = createHash('sha256');
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    finish: async () => hash.digest('hex'),
  };
};
