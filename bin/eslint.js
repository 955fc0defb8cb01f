import { keepFresh, load } from './compiled.js';

/** In milliseconds: an editor has shown its first file by then. */
const SETTLED = 20_000;

const plugin = load('eslint');
setTimeout(keepFresh, SETTLED).unref();

export default plugin;
// `require('authlint/eslint')` is the plugin itself: https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
export { plugin as 'module.exports' };
