/**
 * https://github.com/lukeautry/tsoa: the generated `routes.ts` asks the runtime for the steps of `@Middlewares`, for the arguments
 * of a method and for its answer.
 */
export const tsoa = `
const key = 'tsoa:middlewares';

export const fetchMiddlewares = (target) => Reflect.getMetadata(key, target) ?? [];

export const Middlewares = (...steps) => (target, name, descriptor) => {
  const owner = descriptor === undefined ? target : descriptor.value;
  Reflect.defineMetadata(key, [...fetchMiddlewares(owner), ...steps], owner);
};

export class Controller {
  setStatus(status) { this.statusCode = status; }
  getStatus() { return this.statusCode; }
  setHeader() {}
  getHeaders() { return {}; }
}

export class ValidateError extends Error {
  constructor(fields, message) {
    super(message);
    this.fields = fields;
    this.status = 400;
    this.name = 'ValidateError';
  }
}

export class ValidationService {
  ValidateParam(schema, value) { return value; }
}

function read({ in: place, name }, request, response) {
  if (place === 'request') return request;
  if (place === 'header') return request.header(name);
  if (place === 'query') return request.query[name];
  if (place === 'queries') return request.query;
  if (place === 'path') return request.params[name];
  if (place === 'body-prop') return request.body[name];
  if (place === 'res') return (status, data) => { response.status(status).json(data); };
  return request.body;
}

export class ExpressTemplateService {
  getValidatedArgs({ args, request, response }) {
    return Object.keys(args).map((name) => read(args[name], request, response));
  }

  async apiHandler({ methodName, controller, response, validatedArgs, next }) {
    try {
      const data = await controller[methodName](...validatedArgs);
      // A method may have answered by \`@Res()\`.
      if (!response.headersSent) response.json(data);
    } catch (error) {
      return next(error);
    }
  }
}
`;
