/**
 * https://github.com/tommybananas/finale, https://github.com/dchester/epilogue: a route for each action of a model. What the
 * program hooks into the milestones of an action runs one after the other, and says to the context what comes next.
 */
export const finale = `
import { placed } from 'authlint';
import { associate } from 'finale-rest/lib/associations';
import { pluralize } from 'inflection';

const milestones = ['start', 'auth', 'fetch', 'data', 'write', 'send', 'complete'];
const hooks = milestones.flatMap((name) => [name + '_before', name, name + '_after']);
const routes = {
  create: { method: 'post', isSingular: false },
  list: { method: 'get', isSingular: false },
  read: { method: 'get', isSingular: true },
  update: { method: 'put', isSingular: true },
  delete: { method: 'delete', isSingular: true },
};

let common = {};

export function initialize(options) {
  common = options;
}

export function resource({ endpoints, model, ...options }) {
  const at = placed();
  const paths = endpoints?.length > 0 ? endpoints : ['/' + pluralize(model.name), '/' + pluralize(model.name) + '/:id'];
  const { app, base = '', updateMethod } = common;
  return at(() => new Resource({ app, updateMethod, ...options, endpoints: paths.map((path) => base + path) }));
}

export class Resource {
  constructor({ app, endpoints, actions = ['create', 'read', 'update', 'delete', 'list'], updateMethod, associations }) {
    const all = [];
    for (const action of actions) {
      const hooked = {};
      const { method, isSingular } = routes[action];
      const path = isSingular ? (endpoints[1] ?? endpoints[0]) : endpoints[0];
      app[action === 'update' && updateMethod ? updateMethod.toLowerCase() : method](path, answering(hooked));
      this[action] = hooking([hooked]);
      all.push(hooked);
    }
    this.actions = actions;
    this.all = hooking(all);
    if (associations) associate(app, this);
  }
  use(middleware) {
    for (const action of [...this.actions, 'all']) {
      for (const [milestone, definition] of Object.entries(middleware[action] ?? {})) {
        if (typeof definition === 'function') this[action][milestone](definition);
        else {
          if (definition.action) this[action][milestone](definition.action);
          if (definition.before) this[action][milestone].before(definition.before);
          if (definition.after) this[action][milestone].after(definition.after);
        }
      }
    }
    if (middleware.extraConfiguration) middleware.extraConfiguration(this);
  }
}

function hooking(all) {
  const add = (name) => (step) => {
    for (const hooked of all) hooked[name] = [...(hooked[name] ?? []), step];
  };
  const of = (name) => Object.assign(add(name), { before: add(name + '_before'), after: add(name + '_after') });
  return Object.fromEntries(hooks.map((name) => [name, of(name)]));
}

const answering = (hooked) => async function action(request, response, next) {
  const context = { instance: undefined, criteria: {}, attributes: {}, options: {} };
  try {
    for (const name of hooks) {
      if (name === 'send') response.json(context.instance);
      for (const step of hooked[name] ?? []) {
        const { stop, skip } = await decided(step, request, response, context);
        if (stop) return;
        if (skip) break;
      }
    }
  } catch (error) {
    response.status(error.status ?? 500).json({ message: error.message });
  }
};

/** What a hook returns, or calls, of these decides. */
const decided = (step, request, response, context) => new Promise((resolve, reject) => {
  context.continue = () => resolve({});
  context.skip = () => resolve({ skip: true });
  context.stop = () => resolve({ stop: true });
  context.error = (status, message) => reject(typeof status === 'number' ? { status, message } : status);
  Promise.resolve(step(request, response, context)).then((result) => {
    if (result === context.continue || result === context.skip || result === context.stop) result();
  }, reject);
});

export default { initialize, resource, Resource };
`;
