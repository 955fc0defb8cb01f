/** The least that any analysis must do: read every listed file and parse it natively, without making a tree of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

const [repository, list] = process.argv.slice(2);
for (const file of JSON.parse(readFileSync(list, 'utf8'))) {
  parseSync(file, readFileSync(join(repository, file), 'utf8'), { astType: 'ts', preserveParens: false });
}
