/** https://hapi.dev/module/glue/api: a server from a manifest. Modules that it names are read relative to `relativeTo`. */
export const hapiGlue = `
import { Server } from '@hapi/hapi';
import { placed, required } from 'authlint';

const loaded = (plugin, relativeTo) => {
  if (typeof plugin !== 'string') return plugin;
  const module = plugin.startsWith('.') ? required(relativeTo, plugin) : require(plugin);
  return module.default ?? module;
};

export const compose = async (manifest, { relativeTo } = {}) => {
  const at = placed();
  const server = at(() => new Server(manifest.server ?? {}));
  const { plugins = [], options } = manifest.register ?? {};
  for (const item of plugins) {
    const given = typeof item !== 'string' && item.plugin ? { ...item, plugin: loaded(item.plugin, relativeTo) } : loaded(item, relativeTo);
    await at(() => server.register(given, options));
  }
  return server;
};
`;
