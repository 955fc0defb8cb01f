import { answers } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const handler: StepFactory = {
  is: 'step-factory',
  step: { role: 'handler', outcome: answers, why: 'it answers every request that reaches it' },
};
const somewhere: StepFactory = {
  is: 'step-factory',
  step: { role: 'handler', why: 'it answers at a path of its own and continues elsewhere' },
};
/** Whole handlers: GraphQL and remote procedures. */

export default [
  defineLibrary({
    package: '@apollo/server/express4',
    aliases: ['@as-integrations/express4', '@as-integrations/express5'],
    docs: 'https://www.apollographql.com/docs/apollo-server/api/express-middleware',
    exports: { expressMiddleware: handler },
  }),
  defineLibrary({
    package: 'apollo-server-express',
    docs: 'https://www.apollographql.com/docs/apollo-server/v3/integrations/middleware',
    exports: { ApolloServer: { is: 'instance-factory', members: { getMiddleware: somewhere } } },
  }),
  defineLibrary({
    package: 'express-graphql',
    docs: 'https://github.com/graphql/express-graphql#readme',
    exports: { '': handler, graphqlHTTP: handler },
  }),
  defineLibrary({
    package: 'graphql-http/lib/use/express',
    docs: 'https://github.com/graphql/graphql-http#readme',
    exports: { createHandler: handler },
  }),
  defineLibrary({
    package: 'graphql-yoga',
    docs: 'https://the-guild.dev/graphql/yoga-server/docs/integrations/integration-with-express',
    exports: { createYoga: handler },
  }),
  defineLibrary({
    package: '@trpc/server/adapters/express',
    docs: 'https://trpc.io/docs/server/adapters/express',
    exports: { createExpressMiddleware: handler },
  }),
];
