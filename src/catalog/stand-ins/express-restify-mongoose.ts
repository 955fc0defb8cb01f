/** https://florianholzapfel.github.io/express-restify-mongoose: the routes of a model, behind the steps that its options name. */
export const expressRestifyMongoose = `
import { placed } from 'authlint';
import { operations } from 'express-restify-mongoose/dist/operations';

const answer = (request, response) => response.json(operations(request));

export function serve(app, model, given = {}) {
  const options = { prefix: '/api', version: '/v1', name: model.modelName, ...given };
  const { preMiddleware = [], preCreate = [], preRead = [], preUpdate = [], preDelete = [] } = options;
  const named = options.prefix + options.version + '/' + options.name;
  const one = named.includes('/:id') ? named : named + '/:id';
  const all = one.replace('/:id', '');
  return placed()(() => {
    app.get(all, preMiddleware, preRead, answer);
    app.get(all + '/count', preMiddleware, preRead, answer);
    app.get(one, preMiddleware, preRead, answer);
    app.get(one + '/shallow', preMiddleware, preRead, answer);
    app.post(all, preMiddleware, preCreate, answer);
    app.post(one, preMiddleware, preUpdate, answer);
    app.put(one, preMiddleware, preUpdate, answer);
    app.patch(one, preMiddleware, preUpdate, answer);
    app.delete(all, preMiddleware, preDelete, answer);
    app.delete(one, preMiddleware, preDelete, answer);
    return all;
  });
}

export default { serve };
`;
