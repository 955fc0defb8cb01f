/** https://github.com/nestjs/jwt/blob/master/lib/jwt.service.ts: options of the call win over those of the module. */
export const nestjsJwt = `
import * as jwt from 'jsonwebtoken';
import { Inject, Module } from '@nestjs/common';

export const JsonWebTokenError = jwt.JsonWebTokenError;
export const NotBeforeError = jwt.NotBeforeError;
export const TokenExpiredError = jwt.TokenExpiredError;

const JWT_MODULE_OPTIONS = 'JWT_MODULE_OPTIONS';

export class JwtService {
  constructor(@Inject(JWT_MODULE_OPTIONS) options) {
    this.options = options ?? {};
  }
  sign(payload, options) {
    const key = options?.secret ?? options?.privateKey ?? this.options.secret ?? this.options.privateKey;
    return jwt.sign(payload, key, { ...this.options.signOptions, ...options });
  }
  async signAsync(payload, options) {
    return this.sign(payload, options);
  }
  verify(token, options) {
    const find = this.options.secretOrKeyProvider;
    const key = find
      ? find('verify', token, options)
      : (options?.secret ?? options?.publicKey ?? this.options.secret ?? this.options.publicKey);
    return jwt.verify(token, key, { ...this.options.verifyOptions, ...options });
  }
  async verifyAsync(token, options) {
    return this.verify(token, options);
  }
  decode(token, options) {
    return jwt.decode(token, options);
  }
}

export class JwtModule {
  static register(options) {
    return {
      module: JwtModule,
      global: options.global,
      providers: [{ provide: JWT_MODULE_OPTIONS, useValue: options }, JwtService],
      exports: [JwtService],
    };
  }
  static registerAsync(options) {
    return {
      module: JwtModule,
      global: options.global,
      imports: options.imports,
      providers: [{ ...options, provide: JWT_MODULE_OPTIONS }, JwtService],
      exports: [JwtService],
    };
  }
}
Module({ providers: [JwtService], exports: [JwtService] })(JwtModule);
`;
