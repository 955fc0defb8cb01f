/** https://docs.nestjs.com/security/rate-limiting: it counts requests and asks nobody who they are. */
export const nestjsThrottler = `
import { Module } from '@nestjs/common';

export class ThrottlerGuard {
  async canActivate() {
    return true;
  }
}
export class ThrottlerModule {
  static forRoot() {
    return { module: ThrottlerModule };
  }
  static forRootAsync() {
    return { module: ThrottlerModule };
  }
}
Module({})(ThrottlerModule);
`;
