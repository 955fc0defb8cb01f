import type { Place } from '#text';
import type { Site, SiteArgument, SourceFile } from '../adapter.ts';
import { isTrue, objectValue, primitive, propertyOf, stringOf, undefinedValue } from '../plain-values.ts';
import type { ObjectValue, Value } from '../values.ts';
import { Tree } from './autoload-tree.ts';

/** A plugin that waits to be loaded. */
export interface Loadable {
  readonly plugin: SiteArgument;
  /** Where the plugin is registered, which may ask the program for them. */
  readonly options: (on: Site) => Value;
  /** Undefined for none. */
  readonly prefix: Value;
}

/** A loaded file under the name by which others may want it loaded first. */
interface Candidate extends Loadable {
  readonly name: string | null;
  readonly dependencies: readonly string[];
}

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
  version: string | null,
  options: Value,
  register: (on: Site, file: Loadable) => void,
  inContext: (on: Site, body: (inner: Site) => void) => void,
): void {
  const given = options.t === 'object' ? options : objectValue([], true);
  const files = site.modules(given.properties.get('dir') ?? undefinedValue);
  if (files === null) {
    site.gap('the folder from which plugins are loaded could not be read');
    site.open();
    return;
  }
  const groups = new Tree(site, files, given, version).groups();
  const loaded = new Map<SourceFile, Candidate>();
  for (const { file, prefix } of groups.flatMap(({ plugins }) => plugins)) {
    const candidate = loadFile(site, file, prefix, given);
    if (candidate) loaded.set(file, candidate);
  }
  const inOrder = registrar([...loaded.values()], register);
  for (const { hooks, plugins } of groups) {
    const all = (on: Site) => {
      for (const { file } of plugins) inOrder(on, loaded.get(file));
    };
    if (hooks.length === 0) all(site);
    else
      inContext(site, (inner) => {
        for (const hook of hooks) {
          const plugin = defaultOf(contentOf(site, hook));
          if (plugin?.t === 'function') plugin.properties.set(skipOverride, primitive(true));
          if (plugin)
            register(inner, {
              plugin: argumentOf(site, plugin),
              options: () => undefinedValue,
              prefix: undefinedValue,
            });
        }
        all(inner);
      });
  }
}

/** Registers a file once, behind those that it names as its dependencies. */
function registrar(
  all: readonly Candidate[],
  register: (on: Site, file: Loadable) => void,
): (on: Site, file: Candidate | undefined) => void {
  const done = new Set<Candidate>();
  const visit = (on: Site, file: Candidate | undefined): void => {
    if (!file || done.has(file)) return;
    done.add(file);
    for (const wanted of file.dependencies)
      visit(
        on,
        all.find(({ name }) => name === wanted),
      );
    register(on, file);
  };
  return visit;
}

/** What one file exports as a plugin, a library's own included; null for a file that is none. */
function loadFile(site: Site, file: SourceFile, folder: string, options: ObjectValue): Candidate | null {
  const content = contentOf(site, file);
  const exported = defaultOf(content);
  const plugin = exported && pluginIn(exported);
  if (!content || !plugin) return null;
  const own = 'properties' in plugin ? plugin.properties : null;
  const said = (name: string) => own?.get(name) ?? content.properties.get(name);
  const isOff = said('autoload');
  if (isOff?.t === 'primitive' && isOff.value === false) return null;
  const encapsulates = options.properties.get('encapsulate');
  if (encapsulates?.t === 'primitive' && !encapsulates.value) own?.set(skipOverride, primitive(true));
  const configured = said('autoConfig');
  const common = options.properties.get('options');
  const meta = own?.get(pluginMeta);
  const named = (name: string) => propertyOf(meta, name);
  const wanted = named('dependencies');
  const prefix = prefixOf(said, configured, common, folder, options);
  return {
    plugin: argumentOf(site, plugin, configured),
    prefix,
    options: (on) => {
      const config = configured?.t === 'function' ? on.run(configured, [on.scope]) : configured;
      const merged = objectValue(
        [...propertiesOf(config), ...propertiesOf(common)],
        [config, common].some((one) => one !== undefined && (one.t === 'object' ? one.open : one.t !== 'primitive')),
      );
      if (configured?.t !== 'function') merged.properties.set('prefix', prefix);
      return merged;
    },
    name: stringOf(named('name')),
    dependencies: wanted?.t === 'array' ? wanted.items.flatMap((one) => stringOf(one) ?? []) : [],
  };
}

/** The prefix of the options, that of the folder behind it; `prefixOverride` stands for both. */
function prefixOf(
  said: (name: string) => Value | undefined,
  configured: Value | undefined,
  common: Value | undefined,
  folder: string,
  options: ObjectValue,
): Value {
  // A function is not asked yet when the context is made: of its own, only its property is there.
  const given = propertiesOf(common).get('prefix') ?? propertiesOf(configured).get('prefix');
  const auto = said('autoPrefix');
  const isGiven = auto && !(auto.t === 'primitive' && !auto.value);
  const appends = isGiven && folder !== '' && isTrue(options.properties.get('appendAutoPrefix'));
  const behind = appends ? primitive(`${folder}/${stringOf(auto) ?? ''}`) : isGiven ? auto : primitive(folder);
  const override = said('prefixOverride');
  if (override && !(override.t === 'primitive' && override.value === undefined)) return override;
  const parts = [given ?? primitive(''), behind].map(stringOf);
  if (parts.includes(null)) return given && stringOf(given) === null ? given : behind;
  const [before, after] = parts as [string, string];
  const whole = before.replace(/\/$/, '') + after.replace(/\/+/g, '/');
  return primitive(withParameters(whole, options.properties.get('routeParams')));
}

function withParameters(prefix: string, isOn: Value | undefined): string {
  if (!isOn || (isOn.t === 'primitive' && !isOn.value)) return prefix;
  return prefix.includes('__') ? prefix.replace(/__/g, ':') : prefix.replace(/\/_/g, '/:');
}

function propertiesOf(value: Value | undefined): ReadonlyMap<string, Value> {
  return value?.t === 'object' || value?.t === 'function' ? value.properties : new Map();
}

/** A plugin at its own place; that of a library at the place of the options that its file gives it. */
function argumentOf(site: Site, plugin: Value, configured?: Value): SiteArgument {
  return { value: plugin, at: writtenAt(plugin) ?? (configured && writtenAt(configured)) ?? site.at, label: '' };
}

function writtenAt(value: Value): Place | null {
  if (value.t === 'function') return { file: value.file, start: value.code.at, end: value.code.to };
  return value.t === 'object' ? value.at : null;
}

function contentOf(site: Site, file: SourceFile): ObjectValue | null {
  const content = file.load();
  if (!content) site.gap(`a file of the folder from which plugins are loaded could not be read: ${file.path}`);
  return content;
}

/** What a module exports as its default, or as itself. */
function defaultOf(module: ObjectValue | null): Value | null {
  const found = module?.properties.get('default');
  if (found?.t === 'object' && found.properties.has('default')) return defaultOf(found);
  return found ?? null;
}

/** Objects are plugins where they declare a route; other objects are passed over. */
function pluginIn(exported: Value): Value | null {
  if (exported.t === 'primitive' || exported.t === 'array') return null;
  return exported.t !== 'object' || exported.properties.has('method') ? exported : null;
}

/** The property by which a plugin says that it wants no context of its own: what `fastify-plugin` sets. */
export const skipOverride = 'Symbol(skip-override)';

/** What a plugin tells about itself: the second argument of `fastify-plugin`. */
const pluginMeta = 'Symbol(plugin-meta)';
