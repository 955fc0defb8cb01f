// Loaded into a process that is not to parse anything.
const Module = require('node:module');

const load = Module._load;
Module._load = function (request, ...rest) {
  if (request === 'oxc-parser') throw new Error('no parser in this process');
  return load.call(this, request, ...rest);
};
