/** https://github.com/typicode/json-server/tree/v0: a router with a route for each list and object of its data. */
export const jsonServer = `
import express from 'express';
import { placed } from 'authlint';
import { fill } from 'json-server/lib/server/router';

const answer = (request, response) => response.json({});

export const create = () => express();
export const defaults = () => [express.static('public')];
export const bodyParser = [express.json(), express.urlencoded({ extended: false })];
export const rewriter = () => (request, response, next) => {
  request.url = request.originalUrl;
  next();
};

export function router(data) {
  return placed()(() => {
    const router = express.Router();
    router.use(bodyParser);
    router.get('/db', answer);
    router.get('/:resource/:id/:nested', answer);
    router.post('/:resource/:id/:nested', answer);
    // What stands in a file is not read.
    if (typeof data !== 'object') fill(router, data);
    else for (const [name, value] of Object.entries(data)) {
      const one = Array.isArray(value) ? '/:id' : '';
      router.get('/' + name, answer);
      router.post('/' + name, answer);
      if (one) router.get('/' + name + one, answer);
      router.put('/' + name + one, answer);
      router.patch('/' + name + one, answer);
      if (one) router.delete('/' + name + one, answer);
    }
    return router;
  });
}

export default { create, defaults, bodyParser, rewriter, router };
`;
