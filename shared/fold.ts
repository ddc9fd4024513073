/** How text is compared everywhere: Unicode NFC and simple case folding, so that search, sort and rules agree. */

/** Folds code point by code point, because `toLowerCase` on a whole string treats a final sigma by its place. */
export function fold(text: string): string {
  let folded = '';
  for (const character of text.normalize('NFC')) {
    const lower = character.toLowerCase();
    folded += lower === 'ς' ? 'σ' : lower;
  }
  return folded.normalize('NFC');
}
