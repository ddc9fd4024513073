/** The headers of the widget's files: they are public, say nothing about anybody, and load into pages of any origin. */

/** A module script of another origin is only run with the first of these. */
const everywhere = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** Chunks and assets carry a hash in their name and never change; the entry is asked for again each time. */
const forever = { 'Cache-Control': 'public, max-age=31536000, immutable' };
const askAgain = { 'Cache-Control': 'public, no-cache' };

const foldersOfHashedFiles = ['/chunks/', '/assets/'];

/** @param path as in the address: `/ambit.js` */
export const widgetHeaders = (path: string): Record<string, string> => ({
  ...everywhere,
  ...(foldersOfHashedFiles.some((folder) => path.startsWith(folder)) ? forever : askAgain),
});

/** The same for static assets on Workers, in the syntax of their `_headers` file. */
export function headersFile(): string {
  const lines = (headers: Record<string, string>) =>
    Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  const rule = (pattern: string, headers: Record<string, string>) => [pattern, ...lines(headers)];
  return [
    ...rule('/*', everywhere),
    ...rule('/*.js', askAgain),
    ...foldersOfHashedFiles.flatMap((folder) => [
      `${folder}*`,
      '  ! Cache-Control',
      ...lines(forever),
    ]),
    '',
  ].join('\n');
}
