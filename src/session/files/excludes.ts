/**
 * Left out of the analysis unless the user names them. Tests and mocks build servers without their guards on purpose,
 * builds repeat the sources, and vendored code is not the user's to change.
 */
export const DEFAULT_EXCLUDES: readonly string[] = [
  '**/*.{test,spec,tests,specs,e2e,e2e-spec,e2e-test,cy,mock,mocks,stories,story,bench}.*',
  '**/{__tests__,__test__,__mocks__,__mock__,__fixtures__,__snapshots__,__testfixtures__}/**',
  '**/{test,tests,spec,specs,e2e,e2e-tests,cypress,playwright,mocks,fixtures,integration-tests,integration_tests,testutils,test-utils}/**',
  '**/{dist,build,out,coverage,storybook-static}/**',
  '**/{.next,.nuxt,.output,.svelte-kit,.turbo,.vercel,.cache,.parcel-cache,.angular,.yarn,.pnpm-store}/**',
  '**/*.d.{ts,mts,cts}',
  '**/{node_modules,vendor,third_party,bower_components,jspm_packages}/**',
  '**/*.min.{js,mjs,cjs}',
  '**/.pnp.{cjs,js,loader.mjs}',
];

/** Folders whose content is made from other files: an import that leads there is better followed to its source. */
export const BUILT_FOLDERS: ReadonlySet<string> = new Set(['dist', 'build', 'out', '.next', 'coverage']);
