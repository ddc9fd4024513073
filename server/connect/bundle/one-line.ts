/** Text laid on one line, for keys that are searched line by line: a name must not bring lines of its own. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');
