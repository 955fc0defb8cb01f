import type { Site, SiteArgument, SourceFile } from '../adapter.ts';
import { isTrue, objectValue, primitive, stringOf, undefinedValue } from '../plain-values.ts';
import type { FunctionValue, ObjectValue, Value } from '../values.ts';

export interface LoadedFile {
  readonly plugin: SiteArgument;
  readonly options: Value;
}

/** One directory: the hooks that stand before its plugins, and the plugins. */
interface Group {
  readonly hooks: readonly SourceFile[];
  readonly plugins: readonly { readonly file: SourceFile; readonly prefix: string }[];
}

const script = /(?<!\.d)\.[cm]?[jt]s$/i;
const index = /^index\.[cm]?[jt]s$/i;
const hooksFile = /^[_.]?auto_?hooks\.[cm]?[jt]s$/i;

export function isAutoload(value: Value): boolean {
  return (
    value.t === 'library' &&
    (value.package === '@fastify/autoload' || value.package === 'fastify-autoload') &&
    /^(fastifyAutoload|default)?$/.test(value.path)
  );
}

/**
 * Registers every file of a directory: the name of its folder is the prefix, `autohooks` cover the plugins of one directory
 * unless they cascade (F15). https://github.com/fastify/fastify-autoload#readme
 */
export function autoload(
  site: Site,
  options: Value,
  register: (on: Site, file: LoadedFile) => void,
  inContext: (on: Site, body: (inner: Site) => void) => void,
): void {
  const given = options.t === 'object' ? options : objectValue([], true);
  const files = site.modules(given.properties.get('dir') ?? undefinedValue);
  if (files === null) {
    site.gap('the folder from which plugins are loaded could not be read');
    site.open();
    return;
  }
  for (const group of groupsOf(files, given)) {
    const all = (on: Site) => {
      for (const { file, prefix } of group.plugins) {
        const loaded = loadFile(on, file, prefix, given);
        if (loaded) register(on, loaded);
      }
    };
    if (group.hooks.length === 0) all(site);
    else
      inContext(site, (inner) => {
        for (const hook of group.hooks) {
          const plugin = pluginIn(hook.load());
          if (plugin?.t !== 'function') continue;
          plugin.properties.set(skipOverride, primitive(true));
          register(inner, { plugin: argumentOf(plugin), options: objectValue() });
        }
        all(inner);
      });
  }
}

/** Directories in the order in which they are found, each with what stands in it. */
function groupsOf(files: readonly SourceFile[], options: ObjectValue): Group[] {
  const isOn = (name: string) => isTrue(options.properties.get(name));
  const usesNames = options.properties.get('dirNameRoutePrefix');
  const noNames = usesNames?.t === 'primitive' && usesNames.value === false;
  const groups: Group[] = [];
  const visit = (folder: string, inherited: readonly SourceFile[]) => {
    const inside = files.filter(({ path }) => path.startsWith(folder));
    const here = inside.filter(({ path }) => !path.slice(folder.length).includes('/'));
    const name = ({ path }: SourceFile) => path.slice(folder.length);
    const own = isOn('autoHooks') ? here.find((file) => hooksFile.test(name(file))) : undefined;
    const above = own && isOn('overwriteHooks') ? [] : inherited;
    const hooks = own ? [...above, own] : above;
    const main = here.find((file) => index.test(name(file)));
    const scripts = main ? [main] : here.filter((file) => script.test(name(file)) && !hooksFile.test(name(file)));
    const prefix = noNames || folder === '' ? '' : `/${folder.slice(0, -1)}`;
    const plugins = scripts
      .filter((file) => file === main || !ignores(options, name(file)))
      .filter((file) => passes(options, `/${file.path}`))
      .map((file) => ({ file, prefix: withParameters(prefix, isOn('routeParams')) }));
    groups.push({ hooks, plugins });
    const folders = new Set(
      inside.map(({ path }) => path.slice(folder.length).split('/')).flatMap((parts) => (parts[1] ? [parts[0]!] : [])),
    );
    for (const one of folders) {
      if (ignores(options, one) || isTooDeep(options, folder)) continue;
      visit(`${folder}${one}/`, isOn('cascadeHooks') ? hooks : []);
    }
  };
  visit('', []);
  return groups;
}

/** `ignorePattern` is tested on names of files and folders. */
function ignores(options: ObjectValue, name: string): boolean {
  const pattern = options.properties.get('ignorePattern');
  return pattern !== undefined && matches(pattern, name) === true;
}

/** `matchFilter` and `ignoreFilter` are tested on the path below the directory. */
function passes(options: ObjectValue, path: string): boolean {
  const only = options.properties.get('matchFilter');
  const not = options.properties.get('ignoreFilter');
  return !(only && matches(only, path) === false) && !(not && matches(not, path) === true);
}

function matches(pattern: Value, text: string): boolean | null {
  if (pattern.t === 'regex') {
    try {
      return new RegExp(pattern.source, pattern.flags).test(text);
    } catch {
      return null;
    }
  }
  const plain = stringOf(pattern);
  return plain === null ? null : text.includes(plain);
}

function isTooDeep(options: ObjectValue, folder: string): boolean {
  const most = options.properties.get('maxDepth');
  return most?.t === 'primitive' && typeof most.value === 'number' && folder.split('/').length - 1 >= most.value;
}

function withParameters(prefix: string, isOn: boolean): string {
  if (!isOn) return prefix;
  return prefix.includes('__') ? prefix.replace(/__/g, ':') : prefix.replace(/\/_/g, '/:');
}

function loadFile(site: Site, file: SourceFile, folder: string, options: ObjectValue): LoadedFile | null {
  const module = file.load();
  const plugin = pluginIn(module);
  if (!module || !plugin || plugin.t !== 'function') return null;
  const said = (name: string) => plugin.properties.get(name) ?? module.properties.get(name);
  const isOff = said('autoload');
  if (isOff?.t === 'primitive' && isOff.value === false) return null;
  const configured = said('autoConfig');
  const config = configured?.t === 'function' ? site.run(configured, [site.scope]) : configured;
  const common = options.properties.get('options');
  const merged = objectValue(
    [...(config?.t === 'object' ? config.properties : []), ...(common?.t === 'object' ? common.properties : [])],
    (common !== undefined && common.t !== 'object') || (common?.t === 'object' && common.open),
  );
  const own = stringOf(said('autoPrefix')) ?? folder;
  const override = said('prefixOverride');
  const before = stringOf(merged.properties.get('prefix'))?.replace(/\/$/, '') ?? '';
  if (override) merged.properties.set('prefix', override);
  else if (own !== '') merged.properties.set('prefix', primitive(before + own.replace(/\/+/g, '/')));
  const encapsulates = options.properties.get('encapsulate');
  if (encapsulates?.t === 'primitive' && encapsulates.value === false)
    plugin.properties.set(skipOverride, primitive(true));
  return { plugin: argumentOf(plugin), options: merged };
}

function argumentOf(plugin: FunctionValue): SiteArgument {
  return { value: plugin, at: { file: plugin.file, start: plugin.code.at, end: plugin.code.to }, label: '' };
}

/** The function that a module exports as its default, or as itself. */
function pluginIn(module: ObjectValue | null): Value | null {
  const found = module?.properties.get('default');
  if (found?.t === 'object') return pluginIn(found);
  return found ?? null;
}

/** The property by which a plugin says that it wants no context of its own: what `fastify-plugin` sets. */
export const skipOverride = 'Symbol(skip-override)';
