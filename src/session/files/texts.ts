import type { Files } from './files.ts';
import { absolute } from './paths.ts';
import { decode } from './read.ts';

/** Texts of files that are known to be there, for those who only want to show them. Null when one is not. */
export function textReader(files: Files, cwd: string, roots: ReadonlySet<string>): (file: string) => string | null {
  const known = new Map<string, string | null>();
  return (file) => {
    let text = known.get(file);
    if (text === undefined) {
      const path = absolute(cwd, file);
      const found = files.inspect(path, roots);
      const read = found.kind === 'file' || found.kind === 'link' ? files.read(path) : null;
      text = read?.ok ? decode(read.bytes).text : null;
      known.set(file, text);
    }
    return text;
  };
}
