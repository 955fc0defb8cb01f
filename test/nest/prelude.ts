/** What random applications are put together of. */
export const prelude = `
import { applyDecorators, ArgumentsHost, CallHandler, CanActivate, Catch, Controller, createParamDecorator, Delete, ExecutionContext, ForbiddenException, Get, HttpException, Injectable, MiddlewareConsumer, Module, NestInterceptor, NestMiddleware, PipeTransform, Post, Put, Query, RequestMethod, SetMetadata, UnauthorizedException, UseFilters, UseGuards, UseInterceptors, Version, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, BaseExceptionFilter, NestFactory, Reflector } from '@nestjs/core';
import { catchError, from, map, of } from 'rxjs';

const OPEN = Symbol('open');
const Public = () => SetMetadata('public', true);
const Open = () => SetMetadata(OPEN, true);
const Level = Reflector.createDecorator<string, boolean>({ transform: (level) => level === 'low' });
const Roles = (...roles: string[]) => SetMetadata('roles', roles);
const Both = (first: any, second: any) => applyDecorators(UseGuards(first), UseGuards(second));

@Injectable()
abstract class Base implements CanActivate {
  constructor(protected readonly reflector: Reflector) {}
  protected hasKey(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest().headers['x-api-key'] === process.env.API_KEY;
  }
  abstract canActivate(context: ExecutionContext): boolean | Promise<boolean>;
}
@Injectable()
class Pass extends Base {
  canActivate() { return true; }
}
@Injectable()
class Key extends Base {
  canActivate(context: ExecutionContext) {
    if (!this.hasKey(context)) throw new UnauthorizedException();
    return true;
  }
}
@Injectable()
class KeyUnlessPublic extends Base {
  canActivate(context: ExecutionContext) {
    const isPublic = this.reflector.getAllAndOverride<boolean>('public', [context.getHandler(), context.getClass()]);
    return isPublic || this.hasKey(context);
  }
}
@Injectable()
class KeyOfHandler extends Base {
  canActivate(context: ExecutionContext) {
    if (this.reflector.get<boolean>('public', context.getHandler())) return true;
    return this.hasKey(context);
  }
}
@Injectable()
class KeyForRoles extends Base {
  canActivate(context: ExecutionContext) {
    const roles = this.reflector.getAllAndMerge<string[]>('roles', [context.getHandler(), context.getClass()]);
    if (roles.length === 0) return true;
    return this.hasKey(context);
  }
}
@Injectable()
class KeyLater extends Base {
  async canActivate(context: ExecutionContext) {
    await Promise.resolve();
    return this.hasKey(context);
  }
}
@Injectable()
class KeyUnlessOpen extends Base {
  canActivate(context: ExecutionContext) {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(OPEN as any, targets)) return true;
    if (this.reflector.getAllAndOverride(Level, targets)) return true;
    return from(Promise.resolve(this.hasKey(context))).pipe(
      map((known) => {
        if (!known) throw new UnauthorizedException();
        return known;
      }),
      catchError(() => of(false)),
    ) as any;
  }
}

function check(request: any) {
  if (request.headers['x-api-key'] !== process.env.API_KEY) throw new UnauthorizedException();
}
@Injectable()
class PassMiddleware implements NestMiddleware {
  use(_request: any, _response: any, next: () => void) { next(); }
}
@Injectable()
class KeyMiddleware implements NestMiddleware {
  use(request: any, _response: any, next: () => void) {
    check(request);
    next();
  }
}
function keyFunction(request: any, _response: any, next: () => void) {
  check(request);
  next();
}
@Injectable()
class PassThrough implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler) { return next.handle(); }
}
@Injectable()
class KeyAround implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    check(context.switchToHttp().getRequest());
    return next.handle();
  }
}
@Injectable()
class KeyAroundLater implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler) {
    await Promise.resolve();
    check(context.switchToHttp().getRequest());
    return next.handle().pipe(map((body) => body));
  }
}
class Empty {
  catch(_error: unknown, host: ArgumentsHost) { host.switchToHttp().getResponse().status(200).send([]); }
}
@Catch(UnauthorizedException)
class EmptyOn401 extends Empty {}
@Catch(ForbiddenException)
class EmptyOn403 extends Empty {}
@Catch(HttpException)
class AsThrown {
  catch(error: HttpException, host: ArgumentsHost) { host.switchToHttp().getResponse().status(error.getStatus()).send({}); }
}
@Catch(UnauthorizedException, ForbiddenException)
class HandsOn extends BaseExceptionFilter {
  catch(error: unknown, host: ArgumentsHost) { super.catch(error, host); }
}
@Catch(ForbiddenException)
class Another {
  catch() { throw new UnauthorizedException(); }
}
const Given = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const key = context.switchToHttp().getRequest().headers['x-api-key'];
  return key === process.env.API_KEY ? key : undefined;
});
class Required implements PipeTransform {
  transform(value: unknown) {
    if (value === undefined) throw new UnauthorizedException();
    return value;
  }
}
class Trimmed implements PipeTransform {
  transform(value: unknown) { return typeof value === 'string' ? value.trim() : value; }
}
`;
