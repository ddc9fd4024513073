/** SHA-256 over a stream. WebCrypto digests only whole buffers, so the runtime brings a running one. */

export interface RunningDigest {
  update(bytes: Uint8Array): void | Promise<void>;
  /** Lower-case hexadecimal. */
  finish(): Promise<string>;
}

export type StartDigest = () => RunningDigest;
