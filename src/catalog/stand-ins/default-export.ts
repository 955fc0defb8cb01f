/** What a module exports by name, by the text of a stand-in. */
export function exportedNames(text: string): readonly string[] {
  return [...text.matchAll(/^export const (\w+)/gm)].map(([, name]) => name!);
}

/** A stand-in whose default export is `value`, an expression of it, with all that it exports by name as members. */
export function withDefault(text: string, value: string): string {
  return `${text}\nexport default Object.assign(${value}, { ${exportedNames(text).join(', ')} });\n`;
}
