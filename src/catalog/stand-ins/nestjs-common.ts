/** https://github.com/nestjs/nest/tree/master/packages/common: decorators, metadata, exceptions. */
export const nestjsCommon = `
export function SetMetadata(key, value) {
  const decorator = (target, property, descriptor) => {
    Reflect.defineMetadata(key, value, descriptor ? descriptor.value : target);
    return descriptor ?? target;
  };
  decorator.KEY = key;
  return decorator;
}

export function applyDecorators(...decorators) {
  return (target, property, descriptor) => {
    for (const decorator of decorators) decorator(target, property, descriptor);
  };
}

function extend(key, values, target) {
  Reflect.defineMetadata(key, [...(Reflect.getMetadata(key, target) ?? []), ...values], target);
}

function extending(key, values) {
  return (target, property, descriptor) => {
    extend(key, values, descriptor ? descriptor.value : target);
    return descriptor ?? target;
  };
}

const using = (key) => (...values) => extending(key, values.map((value) => ({ value })));
export const UseGuards = using('__guards__');
export const UseInterceptors = using('__interceptors__');
export const UsePipes = using('__pipes__');
export const UseFilters = using('__exceptionFilters__');

export function Injectable(options) {
  return (target) => {
    Reflect.defineMetadata('__injectable__', true, target);
    Reflect.defineMetadata('scope:options', options, target);
  };
}

export function Inject(token) {
  return (target, key, index) => {
    if (index !== undefined) extend('self:paramtypes', [{ index, param: token }], target);
    else extend('self:properties_metadata', [{ key, type: token }], target.constructor);
  };
}

export const Optional = () => (target, key, index) => {
  if (index !== undefined) extend('optional:paramtypes', [index], target);
};

export const forwardRef = (fn) => ({ forwardRef: fn });
export const mixin = (target) => target;
export const Global = () => (target) => Reflect.defineMetadata('__module:global__', true, target);
export const Catch = (...types) => (target) => Reflect.defineMetadata('__filterCatchWatermark__', types, target);

export function Module(metadata) {
  return (target) => {
    for (const key of ['imports', 'providers', 'controllers', 'exports'])
      if (metadata[key] !== undefined) Reflect.defineMetadata(key, metadata[key], target);
    Reflect.defineMetadata('__module__', true, target);
  };
}

export const Scope = { DEFAULT: 0, TRANSIENT: 1, REQUEST: 2 };
export const RequestMethod = { GET: 0, POST: 1, PUT: 2, DELETE: 3, PATCH: 4, ALL: 5, OPTIONS: 6, HEAD: 7, SEARCH: 8, PROPFIND: 9, PROPPATCH: 10, MKCOL: 11, COPY: 12, MOVE: 13, LOCK: 14, UNLOCK: 15 };
export const VersioningType = { URI: 0, HEADER: 1, MEDIA_TYPE: 2, CUSTOM: 3 };
export const VERSION_NEUTRAL = 'VERSION_NEUTRAL';

export class HttpException extends Error {
  constructor(response, status) {
    super(typeof response === 'string' ? response : 'Http Exception');
    this.response = response;
    this.status = status;
  }
  getStatus() { return this.status; }
  getResponse() { return this.response; }
}
const exception = (status) => class extends HttpException {
  constructor(response) { super(response, status); }
};
export const BadRequestException = exception(400);
export const UnauthorizedException = exception(401);
export const ForbiddenException = exception(403);
export const NotFoundException = exception(404);
export const MethodNotAllowedException = exception(405);
export const NotAcceptableException = exception(406);
export const RequestTimeoutException = exception(408);
export const ConflictException = exception(409);
export const GoneException = exception(410);
export const PreconditionFailedException = exception(412);
export const PayloadTooLargeException = exception(413);
export const UnsupportedMediaTypeException = exception(415);
export const UnprocessableEntityException = exception(422);
export const InternalServerErrorException = exception(500);
export const NotImplementedException = exception(501);
export const BadGatewayException = exception(502);
export const ServiceUnavailableException = exception(503);
export const GatewayTimeoutException = exception(504);

export const HttpStatus = { OK: 200, CREATED: 201, ACCEPTED: 202, NO_CONTENT: 204, MOVED_PERMANENTLY: 301, FOUND: 302, SEE_OTHER: 303, BAD_REQUEST: 400, UNAUTHORIZED: 401, PAYMENT_REQUIRED: 402, FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409, GONE: 410, PRECONDITION_FAILED: 412, UNPROCESSABLE_ENTITY: 422, TOO_MANY_REQUESTS: 429, INTERNAL_SERVER_ERROR: 500, NOT_IMPLEMENTED: 501, SERVICE_UNAVAILABLE: 503 };

export class Logger {
  log(...words) { console.log(...words); }
  error(...words) { console.log(...words); }
  warn(...words) { console.log(...words); }
  fatal(...words) { console.log(...words); }
  debug() {}
  verbose() {}
  static log(...words) { console.log(...words); }
  static error(...words) { console.log(...words); }
  static warn(...words) { console.log(...words); }
  static debug() {}
  static verbose() {}
}
`;
