/** https://docs.nestjs.com/controllers: what decorators of controllers, routes and their parameters leave behind. */
export const nestjsRouting = `
export function Controller(options) {
  const given = typeof options === 'string' || Array.isArray(options) ? { path: options } : (options ?? {});
  return (target) => {
    Reflect.defineMetadata('__controller__', true, target);
    Reflect.defineMetadata('path', given.path ?? '/', target);
    Reflect.defineMetadata('host', given.host, target);
    Reflect.defineMetadata('scope:options', { scope: given.scope, durable: given.durable }, target);
    Reflect.defineMetadata('__version__', given.version, target);
  };
}

const route = (method) => (path) => (target, property, descriptor) => {
  Reflect.defineMetadata('path', path === undefined || path === '' ? '/' : path, descriptor.value);
  Reflect.defineMetadata('method', method, descriptor.value);
};
export const RequestMapping = (metadata) => route(metadata.method ?? RequestMethod.GET)(metadata.path);
export const Get = route(RequestMethod.GET);
export const Post = route(RequestMethod.POST);
export const Put = route(RequestMethod.PUT);
export const Delete = route(RequestMethod.DELETE);
export const Patch = route(RequestMethod.PATCH);
export const All = route(RequestMethod.ALL);
export const Options = route(RequestMethod.OPTIONS);
export const Head = route(RequestMethod.HEAD);
export const Search = route(RequestMethod.SEARCH);
export const Sse = (path) => route(RequestMethod.GET)(path);

export const Version = (version) => SetMetadata('__version__', version);
export const HttpCode = () => () => {};
export const Header = () => () => {};
export const Redirect = () => () => {};
export const Render = () => () => {};

function parameter(entry) {
  return (target, property, index) => {
    if (property === undefined) return;
    const key = '__routeArguments__' + property;
    Reflect.defineMetadata(key, [...(Reflect.getMetadata(key, target.constructor) ?? []), { ...entry, index }], target.constructor);
  };
}
export const createParamDecorator = (factory) => (data, ...pipes) => parameter({ kind: 'custom', factory, data, pipes });
const named = (kind) => (data, ...pipes) => parameter({ kind, data, pipes });
export const Req = () => parameter({ kind: 'request' });
export const Request = Req;
export const Res = (options) => parameter({ kind: 'response', options });
export const Response = Res;
export const Next = () => parameter({ kind: 'next' });
export const Session = () => parameter({ kind: 'session' });
export const Body = named('body');
export const RawBody = named('body');
export const Query = named('query');
export const Param = named('params');
export const Headers = named('headers');
export const UploadedFile = () => parameter({ kind: 'body' });
export const UploadedFiles = () => parameter({ kind: 'body' });
export const Ip = () => parameter({ kind: 'server' });
export const HostParam = named('server');
`;
