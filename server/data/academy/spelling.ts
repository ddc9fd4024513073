/** How a name is spelt in a mail address: ASCII letters, with the marks that decomposition can't take off written out. */

const letters: Readonly<Record<string, string>> = {
  æ: 'ae',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** `Åse Lunde-Bråten` gives `ase.lunde-braten`. */
export function mailName(name: string): string {
  const marked = [...name.toLowerCase()].map((letter) => letters[letter] ?? letter).join('');
  return marked
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^a-z-]+/g, '.')
    .replace(/^\.|\.$/g, '');
}
