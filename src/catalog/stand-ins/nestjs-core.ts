/** https://github.com/nestjs/nest/blob/master/packages/core/services/reflector.service.ts */
export const nestjsCore = `
import { HttpException, SetMetadata, Module } from '@nestjs/common';

export const APP_GUARD = 'APP_GUARD';
export const APP_INTERCEPTOR = 'APP_INTERCEPTOR';
export const APP_PIPE = 'APP_PIPE';
export const APP_FILTER = 'APP_FILTER';
export const REQUEST = 'REQUEST';
export const INQUIRER = 'INQUIRER';

export class Reflector {
  static createDecorator(options = {}) {
    const key = options.key ?? {};
    const decorator = (value) => SetMetadata(key, options.transform ? options.transform(value) : (value ?? {}));
    decorator.KEY = key;
    return decorator;
  }
  static reflector = new Reflector();
  get(key, target) {
    return Reflect.getMetadata(typeof key === 'string' ? key : (key?.KEY ?? key), target);
  }
  getAll(key, targets) {
    return (targets ?? []).map((target) => this.get(key, target));
  }
  getAllAndOverride(key, targets) {
    for (const target of targets) {
      const result = this.get(key, target);
      if (result !== undefined) return result;
    }
    return undefined;
  }
  getAllAndMerge(key, targets) {
    const found = this.getAll(key, targets).filter((one) => one !== undefined);
    if (found.length === 0) return [];
    if (found.length === 1) return found[0];
    if (Array.isArray(found[0])) return found.flat();
    return Object.assign({}, ...found);
  }
}

// It answers what was thrown as it was thrown, whatever filters there are around.
export class BaseExceptionFilter {
  catch(exception, host) {
    const status = exception instanceof HttpException ? exception.getStatus() : 500;
    host.switchToHttp().getResponse().status(status).send();
  }
}

// What is registered with the adapter itself its application knows.
export class HttpAdapterHost {
  httpAdapter = {
    reply(response, body, status) {
      if (status) response.status(status);
      response.send(body);
    },
    end: (response, message) => response.end(message),
    render: (response, view, options) => response.render(view, options),
    redirect: (response, status, url) => response.redirect(status, url),
    status: (response, status) => response.status(status),
    setHeader: (response, name, value) => response.setHeader(name, value),
    getRequestUrl: (request) => request.originalUrl,
    getRequestMethod: (request) => request.method,
    getRequestHostname: (request) => request.hostname,
    isHeadersSent: (response) => response.headersSent,
  };
}

export class RouterModule {
  static register(routes) {
    return { module: RouterModule, routes };
  }
}
Module({})(RouterModule);
`;
