import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for all that the tests of a run write, removed when the run ends: modules, and their hooks, outlive a test file. */
export default function runFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'authlint-tests-'));
  process.env['AUTHLINT_TEST_FOLDER'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
