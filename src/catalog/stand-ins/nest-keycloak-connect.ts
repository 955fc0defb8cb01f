/**
 * https://github.com/ferrerojosh/nest-keycloak-connect/tree/master/src/guards: a route that is unprotected is open also
 * where a token is read; roles and resources are demanded of whom the first guard has let in.
 */
export const nestKeycloakConnect = `
import Keycloak from 'keycloak-connect';
import { applyDecorators, createParamDecorator, Inject, Module, SetMetadata, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

const reflector = new Reflector();
const { grantManager } = new Keycloak({}, {});
const OPTIONS = 'KEYCLOAK_CONNECT_OPTIONS';

export const TokenValidation = { ONLINE: 'online', OFFLINE: 'offline', NONE: 'none' };
export const PolicyEnforcementMode = { PERMISSIVE: 'permissive', ENFORCING: 'enforcing' };
export const RoleMatchingMode = { ALL: 'all', ANY: 'any' };
export const RoleMerge = { OVERRIDE: 0, ALL: 1 };
export const KEYCLOAK_CONNECT_OPTIONS = OPTIONS;

export const Unprotected = (skip = true) => applyDecorators(SetMetadata('unprotected', true), SetMetadata('skip-auth', skip));
export const Public = (skip = true) => applyDecorators(SetMetadata('unprotected', true), SetMetadata('skip-auth', skip));
export const Roles = (roles) => SetMetadata('roles', roles);
export const Resource = (resource) => SetMetadata('resource', resource);
export const Scopes = (...scopes) => SetMetadata('scopes', scopes);
export const EnforcerOptions = (options) => SetMetadata('enforcer-options', options);
export const AuthenticatedUser = createParamDecorator((data, context) => context.switchToHttp().getRequest().user);
export const KeycloakUser = AuthenticatedUser;
export const AccessToken = createParamDecorator((data, context) => context.switchToHttp().getRequest().accessTokenJWT);

const find = (key, context) => reflector.getAllAndOverride(key, [context.getClass(), context.getHandler()]);

export class AuthGuard {
  @Inject(OPTIONS) options;

  async canActivate(context) {
    const isUnprotected = find('unprotected', context);
    const skips = find('skip-auth', context);
    if (isUnprotected && skips) return true;
    const request = context.switchToHttp().getRequest();
    const [type, token] = request.headers.authorization?.split(' ') ?? [];
    if (!token && isUnprotected) return true;
    if (!token) throw new UnauthorizedException();
    const valid = this.options?.tokenValidation === 'none' ? token : await grantManager.validateAccessToken(token);
    if (!valid) throw new UnauthorizedException();
    request.user = valid;
    request.accessTokenJWT = valid;
    return true;
  }
}

export class RoleGuard {
  async canActivate(context) {
    const roles = find('roles', context)?.roles ?? [];
    if (roles.length === 0) return true;
    const { accessTokenJWT } = context.switchToHttp().getRequest();
    if (!accessTokenJWT) return false;
    return roles.some((role) => accessTokenJWT.roles.includes(role));
  }
}

export class ResourceGuard {
  @Inject(OPTIONS) options;

  async canActivate(context) {
    const resource = reflector.get('resource', context.getClass());
    const scopes = reflector.get('scopes', context.getHandler());
    if (!resource || !scopes) return this.options?.policyEnforcement !== 'enforcing';
    const { user } = context.switchToHttp().getRequest();
    if (!user) return Boolean(find('unprotected', context));
    return user.permissions.includes(resource);
  }
}

export class KeycloakConnectModule {
  static register(first, second) {
    const options = typeof first === 'string' ? second : first;
    return { module: KeycloakConnectModule, global: true, providers: [{ provide: OPTIONS, useValue: options ?? {} }], exports: [OPTIONS] };
  }
  static registerAsync({ imports, useFactory, inject, useExisting, useClass }) {
    const provider = useFactory
      ? { provide: OPTIONS, useFactory, inject }
      : { provide: OPTIONS, useFactory: (made) => made.createKeycloakConnectOptions(), inject: [useExisting ?? useClass] };
    return { module: KeycloakConnectModule, global: true, imports, providers: [...(useClass ? [useClass] : []), provider], exports: [OPTIONS] };
  }
}
Module({})(KeycloakConnectModule);
`;
