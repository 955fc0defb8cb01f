import { unknown } from '#frameworks';
import type { Machine } from '../machine/machine.ts';
import type { Packages } from '../machine/packages.ts';
import { unknownCall } from '../request/called/opaque.ts';
import { trialIn } from '../request/paths/trial.ts';
import { withUnless } from './built-ins.ts';
import { callLibrary, callList, callMade, createScope } from './libraries.ts';
import { noteCall, placeholder } from './placeholders.ts';
import { callOriginal, callScope } from './scopes.ts';
import { standInWord } from './stand-in-words.ts';

/** Frameworks as their adapters say, and libraries as the catalog does. */
export function calledPackages(machine: Machine): Packages {
  return {
    call: (library, args, at, construct) => callLibrary(machine, library, args, at, construct),
    callMade: (object, name, args, at) => callMade(machine, object, name, args, at),
    callList: (list, args, at) => callList(machine, list, args, at),
    callUnseen: (callee, name, args, at) => {
      const trial = trialIn(machine);
      return trial ? unknownCall(trial, callee, name, args, at) : unknown('a call of code that is not seen', at);
    },
    withUnless: (step, args, at) => withUnless(machine, step, args, at),
    createScope: (library, args, at) => createScope(machine, library, args, at),
    callScope: (target, name, args, at, written) => callScope(machine, target, name, args, at, written),
    callOriginal: (target, name, args, at, written) => callOriginal(machine, target, name, args, at, written),
    placeholder: (fn, parameter, index) => placeholder(machine, fn, parameter, index),
    noteCall: (fn, args) => noteCall(machine, fn, args),
    standInWord: (name, at) => standInWord(machine, name, at),
  };
}
