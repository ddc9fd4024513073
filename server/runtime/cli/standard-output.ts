/** Standard output for files: whoever reads it sets the pace. */

/** Waits while whoever reads is slower, so that memory stays flat. */
export const toStandardOutput = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
