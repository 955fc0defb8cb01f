/** https://www.apollographql.com/docs/apollo-server/v3/integrations/middleware: one path for all operations, and one for its health. */
export const apolloServerExpress = `
import express from 'express';
import { placed } from 'authlint';
import { execute } from 'apollo-server-core';

const healthPath = '/.well-known/apollo/server-health';

export class ApolloServer {
  constructor(options = {}) {
    this.options = options;
  }
  async start() {}
  async stop() {}
  getMiddleware({ path = '/graphql', disableHealthCheck } = {}) {
    const { context } = this.options;
    const router = express.Router();
    if (!disableHealthCheck) router.get(healthPath, (request, response) => response.json({ status: 'pass' }));
    router.use(path, async (request, response, next) => {
      try {
        const value = typeof context === 'function' ? await context({ req: request, res: response }) : context;
        response.json(execute(value));
      } catch (error) {
        response.status(400).json({ errors: [error.message] });
      }
    });
    return router;
  }
  applyMiddleware({ app, ...rest }) {
    placed()(() => app.use(this.getMiddleware(rest)));
  }
}
`;
