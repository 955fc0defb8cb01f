/** https://hapi.dev/module/glue/api: a server from a manifest. Plugins that are named by a path are not followed: a gap says so. */
export const hapiGlue = `
import { Server } from '@hapi/hapi';
import { placed } from 'authlint';

const loaded = (plugin) => (typeof plugin === 'string' && !plugin.startsWith('.') ? require(plugin) : plugin);

export const compose = async (manifest) => {
  const at = placed();
  const server = at(() => new Server(manifest.server ?? {}));
  const { plugins = [], options } = manifest.register ?? {};
  for (const item of plugins) {
    const given = item.plugin ? { ...item, plugin: loaded(item.plugin) } : loaded(item);
    await at(() => server.register(given, options));
  }
  return server;
};
`;
