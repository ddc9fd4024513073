/** Whether a signature is good: a yes or a no, whatever is wrong with it. */
import { compactVerify } from 'jose';
import type { CompactJws } from './canonical.ts';

/** The algorithm is the one that the reader of the token has pinned. */
export const isSignedBy = (key: CryptoKey, { token, alg }: CompactJws): Promise<boolean> =>
  compactVerify(token, key, { algorithms: [alg] }).then(
    () => true,
    () => false,
  );
