/** https://docs.nestjs.com/graphql/other-features: resolvers are routes of one endpoint. */
export const nestjsGraphql = `
import { createParamDecorator, Module } from '@nestjs/common';

export class GqlExecutionContext {
  static create(context) {
    const made = new GqlExecutionContext();
    made.context = context;
    return made;
  }
  getType() { return this.context.getType(); }
  getHandler() { return this.context.getHandler(); }
  getClass() { return this.context.getClass(); }
  getArgs() { return this.context.getArgByIndex(1); }
  getContext() { return this.context.getArgByIndex(2); }
  getRoot() { return this.context.getArgByIndex(0); }
  getInfo() { return this.context.getArgByIndex(3); }
  switchToHttp() { return this.context.switchToHttp(); }
}

export const Resolver = () => (target) => Reflect.defineMetadata('__resolver__', true, target);
const operation = (kind) => (first, second) => (target, property, descriptor) => {
  const options = typeof first === 'string' ? { name: first } : typeof first === 'function' ? second : (first ?? second);
  Reflect.defineMetadata('graphql:operation', kind, descriptor.value);
  Reflect.defineMetadata('graphql:name', options?.name ?? property, descriptor.value);
};
export const Query = operation('QUERY');
export const Mutation = operation('MUTATION');
export const Subscription = operation('SUBSCRIPTION');

export const ResolveField = (first) => (target, property, descriptor) => {
  Reflect.defineMetadata('graphql:field', typeof first === 'string' ? first : property, descriptor.value);
};

export class GraphQLModule {
  static forRoot(options) {
    return { module: GraphQLModule, providers: [{ provide: 'graphql:options', useValue: options }] };
  }
  static forRootAsync(options) {
    const { useFactory, useClass, useExisting, inject } = options;
    const home = useClass ?? useExisting;
    const given = home
      ? { useFactory: (maker) => maker.createGqlOptions(), inject: [home] }
      : { useFactory, inject: inject ?? [] };
    return {
      module: GraphQLModule,
      imports: options.imports ?? [],
      providers: [...(useClass ? [useClass] : []), ...(home || useFactory ? [{ provide: 'graphql:options', ...given }] : [])],
    };
  }
}
Module({})(GraphQLModule);

const gql = (index) => () => createParamDecorator((data, context) => context.getArgByIndex(index))();
export const Context = gql(2);
export const Args = gql(1);
export const Info = gql(3);
export const Parent = gql(0);
export const Root = gql(0);
`;
