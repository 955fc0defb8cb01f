/** https://github.com/honojs/middleware/tree/main/packages/zod-openapi: a definition tells its path as a router spells it. */
export const honoZodOpenapi = `
export { z } from 'zod';

export const createRoute = (routeConfig) => ({
  ...routeConfig,
  getRoutingPath() {
    return routeConfig.path.replaceAll(/\\/{(.+?)}/g, '/:$1');
  },
});
`;
