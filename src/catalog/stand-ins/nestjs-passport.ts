/**
 * https://github.com/nestjs/passport/blob/master/lib/auth.guard.ts and lib/passport. A default is
 * injected only where no name is given (N12).
 */
export const nestjsPassport = `
import * as passport from 'passport';
import { Inject, Module, UnauthorizedException } from '@nestjs/common';

export class AuthModuleOptions {}

export function AuthGuard(type) {
  if (type) passport.authenticate(type, { session: false });
  class MixinAuthGuard {
    static label = "AuthGuard(" + (Array.isArray(type) ? type : [type]).filter((name) => name).map((name) => "'" + name + "'").join(', ') + ')';
    @Inject(AuthModuleOptions) options;

    onModuleInit() {
      if (!type) passport.authenticate(this.options?.defaultStrategy, { session: false }, () => {});
    }
    async canActivate(context) {
      const options = { property: 'user', ...this.options, ...(await this.getAuthenticateOptions(context)) };
      const request = this.getRequest(context);
      const response = this.getResponse(context);
      const user = await new Promise((resolve, reject) =>
        passport.authenticate(type ?? this.options?.defaultStrategy, { session: false }, (err, user, info, status) => {
          try {
            resolve(this.handleRequest(err, user, info, context, status));
          } catch (error) {
            reject(error);
          }
        })(request, response, (error) => (error ? reject(error) : resolve())),
      );
      request[options.property] = user;
      return true;
    }
    getRequest(context) {
      return context.switchToHttp().getRequest();
    }
    getResponse(context) {
      return context.switchToHttp().getResponse();
    }
    async logIn(request) {
      await new Promise((resolve, reject) => request.logIn(request.user, (error) => (error ? reject(error) : resolve())));
    }
    handleRequest(err, user, info, context, status) {
      if (err || !user) throw err || new UnauthorizedException();
      return user;
    }
    getAuthenticateOptions(context) {
      return undefined;
    }
  }
  return MixinAuthGuard;
}

export function PassportStrategy(Strategy, name) {
  class MixinStrategy extends Strategy {
    constructor(...args) {
      super(...args);
      if (name) this.getPassportInstance().use(name, this);
      else this.getPassportInstance().use(this);
    }
    getPassportInstance() {
      return passport;
    }
  }
  return MixinStrategy;
}

export class PassportSerializer {
  constructor() {
    const own = this.getPassportInstance();
    own.serializeUser((user, done) => this.serializeUser(user, done));
    own.deserializeUser((payload, done) => this.deserializeUser(payload, done));
  }
  getPassportInstance() {
    return passport;
  }
}

export class PassportModule {
  static register(options) {
    return { module: PassportModule, providers: [{ provide: AuthModuleOptions, useValue: options }], exports: [AuthModuleOptions] };
  }
  static registerAsync(options) {
    return {
      module: PassportModule,
      imports: options.imports,
      providers: [{ ...options, provide: AuthModuleOptions }],
      exports: [AuthModuleOptions],
    };
  }
}
Module({})(PassportModule);
`;
