/** https://github.com/ThallesP/nestjs-better-auth/blob/master/src/auth-guard.ts: the module guards the whole application. */
export const nestjsBetterAuth = `
import { applyDecorators, createParamDecorator, ForbiddenException, Inject, Module, SetMetadata, UnauthorizedException } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';

const reflector = new Reflector();
const OPTIONS = 'BETTER_AUTH_OPTIONS';

export const AllowAnonymous = () => SetMetadata('PUBLIC', true);
export const OptionalAuth = () => SetMetadata('OPTIONAL', true);
export const Public = AllowAnonymous;
export const Optional = OptionalAuth;
export const RequireActiveOrg = () => SetMetadata('REQUIRE_ACTIVE_ORG', true);
export const Roles = (roles) => SetMetadata('ROLES', roles);
export const OrgRoles = (roles) => applyDecorators(RequireActiveOrg(), SetMetadata('ORG_ROLES', roles));
export const UserHasPermission = (options) => SetMetadata('USER_HAS_PERMISSION', options);
export const MemberHasPermission = (options) => SetMetadata('MEMBER_HAS_PERMISSION', options);
export const Session = createParamDecorator((data, context) => requestOf(context).session);

const find = (key, context) => reflector.getAllAndOverride(key, [context.getHandler(), context.getClass()]);
const requestOf = (context) =>
  context.getType() === 'graphql' ? context.getArgByIndex(2).req : context.switchToHttp().getRequest();

export class AuthGuard {
  @Inject(OPTIONS) options;

  async canActivate(context) {
    const request = requestOf(context);
    const session = await this.options.auth.api.getSession({ headers: request.headers });
    request.session = session;
    request.user = session?.user ?? null;
    if (find('PUBLIC', context)) return true;
    if (!session && find('OPTIONAL', context)) return true;
    if (!session) throw new UnauthorizedException();
    if (find('REQUIRE_ACTIVE_ORG', context) && !session.session.activeOrganizationId) throw new ForbiddenException();
    for (const key of ['ROLES', 'ORG_ROLES', 'USER_HAS_PERMISSION', 'MEMBER_HAS_PERMISSION']) {
      const demanded = find(key, context);
      if (demanded && !session.user.roles.includes(demanded)) throw new ForbiddenException();
    }
    return true;
  }
}

const guards = (options) => (options.disableGlobalAuthGuard ? [] : [{ provide: APP_GUARD, useClass: AuthGuard }]);

export class AuthModule {
  static forRoot(first, second) {
    const options = first.auth ? first : { ...second, auth: first };
    return { module: AuthModule, global: true, providers: [{ provide: OPTIONS, useValue: options }, ...guards(options)] };
  }
  static forRootAsync(options) {
    return { module: AuthModule, global: true, imports: options.imports, providers: [{ ...options, provide: OPTIONS }, ...guards(options)] };
  }
}
Module({})(AuthModule);
`;
