/** Turns message keys into sentences of one language: placeholders, plural forms, numbers in their own script. */
import type { en } from './en.ts';

export type MessageKey = keyof typeof en;
/** Plural forms by CLDR category; the count that chooses is the value named `count`. */
export type Forms = { readonly other: string } & { readonly [K in Intl.LDMLPluralRule]?: string };
export type Message = string | Forms;
/** What a locale file holds: every key of the English one, as a sentence or as plural forms. */
export type Messages = { readonly [K in MessageKey]: Message };

export type Values = Readonly<Record<string, string | number>>;
/** Words for a key; numbers among the values are written as the locale writes numbers. */
export type Say = (key: MessageKey, values?: Values) => string;

export function speaker(messages: Messages, locale: string): Say {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, values) => {
    const message: Message = messages[key];
    const own = new Map(Object.entries(values ?? {}));
    const sentence =
      typeof message === 'string'
        ? message
        : (message[plural.select(Number(own.get('count') ?? 0))] ?? message.other);
    return sentence.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = own.get(name);
      if (value === undefined) return placeholder;
      return typeof value === 'number' ? number.format(value) : value;
    });
  };
}

/** What the server names, by id, in a language other than its own. */
export type Labels = Readonly<Record<string, string>>;
/** The word for the first of the keys that has one; the server's own where none has. */
export type Label = (told: string, ...keys: string[]) => string;

export function labeller(labels: Labels): Label {
  const words = new Map(Object.entries(labels));
  return (told, ...keys) => words.get(keys.find((key) => words.has(key)) ?? '') ?? told;
}
