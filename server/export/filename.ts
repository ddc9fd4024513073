/** The name that a download is saved under, and the header that carries it safely (RFC 6266, RFC 8187). */

const longestName = 120;

/** A name for people: parts joined, everything that a file system or a header could trip over taken out. */
export function fileNameOf(parts: readonly string[], extension: string): string {
  const name = parts
    .join(' - ')
    .normalize('NFC')
    // Control, format (which hides or reverses text) and separator characters, then what paths are made of.
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[\\/:*?"<>|%;]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+/, '');
  return `${[...name].slice(0, longestName).join('').trim() || 'export'}.${extension}`;
}

/** `attachment` with a plain name for old readers and the exact one for all others. */
export function contentDisposition(fileName: string): string {
  const plain = fileName.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_');
  const exact = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
