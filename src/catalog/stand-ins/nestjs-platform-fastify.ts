/** https://docs.nestjs.com/techniques/performance#adding-route-config: what hooks of Fastify read of a route. */
export const nestjsPlatformFastify = `
import { SetMetadata } from '@nestjs/common';

export const RouteConfig = (config) => SetMetadata('__fastify_route_config__', config);
`;
