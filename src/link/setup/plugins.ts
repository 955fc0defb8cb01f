import type { Plugin, ServedKnowledge } from '#catalog';
import type { LibraryValue, MadeValue, Served, Site, SiteArgument, Value } from '#frameworks';
import { isUndefined, objectValue, primitive, stringOf, undefinedValue, unknown } from '#frameworks';
import type { ScopeRecord } from '../installed/records.ts';
import { optionAt, testHolds } from '../known/options.ts';
import type { Machine } from '../machine/machine.ts';

/** Under these names a function says that it wants no context of its own, and what it is called and needs. */
const skipOverride = 'Symbol(skip-override)';
const pluginMeta = 'Symbol(plugin-meta)';

/** `fp(plugin, options)` marks the function itself and returns it; with `encapsulate` it wants a context. */
export function marked(plugin: Value, options: Value | undefined): Value {
  const encapsulate = options?.t === 'object' ? options.properties.get('encapsulate') : undefined;
  const isKept = encapsulate?.t === 'primitive' && encapsulate.value === true;
  if (plugin.t === 'function') {
    if (!isKept) plugin.properties.set(skipOverride, primitive(true));
    if (options) plugin.properties.set(pluginMeta, options);
  }
  return plugin;
}

/** A library's plugin is registered: its export, or what a call of it returned. */
export function installPlugin(
  machine: Machine,
  scope: ScopeRecord,
  site: Site,
  plugin: Value,
  options: Value,
): readonly Served[] | null {
  const by = plugin.t === 'library' ? plugin : plugin.t === 'made' ? memberOf(plugin) : null;
  const meaning = by && machine.knowledge.meaning(by);
  if (!by || meaning?.is !== 'plugin') return null;
  const args = plugin.t === 'made' ? plugin.args : [options];
  machine.installation.observe({ meaning, library: by, args, at: site.at, conditions: machine.conditions });
  const made: MadeValue = {
    t: 'made',
    by,
    args,
    construct: false,
    at: site.at,
    path: '',
    modifiers: [],
    properties: new Map(),
    conditions: machine.conditions,
    solid: true,
  };
  putMembers(scope, site, meaning, made);
  for (const { member, phase, unless } of meaning.steps ?? []) {
    if (unless && testHolds(unless, args, 0)) continue;
    const slot =
      typeof phase === 'string' ? phase : (stringOf(optionAt(args[0], phase.option) ?? undefined) ?? phase.default);
    const step = { value: { ...made, path: member }, at: site.args[0]?.at ?? site.at, label: '' };
    site.step(
      { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at: site.at },
      ['ALL'],
      [step],
      slot,
    );
  }
  return (meaning.serves ?? []).flatMap((one) => servedBy(site, one, made, args[0]));
}

/** The routes of an entry under these options. */
function servedBy(
  site: Site,
  { methods, member, below, paths, when, unless, hooks }: ServedKnowledge,
  made: MadeValue,
  options: Value | undefined,
): Served[] {
  if (when && testHolds(when, made.args, 0) === false) return [];
  if (unless && testHolds(unless, made.args, 0)) return [];
  const at = site.args[0]?.at ?? site.at;
  const given = below.options.map((name) => writtenAt(options, name));
  const written = given.map((value) => value && stringOf(value)).find((text) => typeof text === 'string');
  const isRead = given.every((value) => value?.t === 'primitive' || value?.t === 'object');
  if (written === undefined && !isRead) {
    site.gap(`the path under which ${made.by.package} serves could not be read`);
    return [];
  }
  const base = written ?? below.otherwise;
  if (base === null) return [];
  const handler: SiteArgument = { value: { ...made, path: member }, at, label: '' };
  const held = hooks === undefined ? null : hooks === '' ? options : optionAt(options, hooks);
  return paths.map((path) => ({
    methods,
    path: primitive(base.replace(/\/$/, '') + path || '/'),
    handler,
    hooks: held?.t === 'object' ? { value: held, at, label: '' } : null,
  }));
}

/** An option; a member of one that is no object is not given. */
function writtenAt(options: Value | undefined, name: string): Value | null {
  const holder = name.includes('.') ? optionAt(options, name.slice(0, name.lastIndexOf('.'))) : null;
  return holder?.t === 'primitive' ? undefinedValue : optionAt(options, name);
}

function memberOf({ by, path }: MadeValue): LibraryValue {
  return path === '' ? by : { ...by, path: `${by.path}().${path}` };
}

function putMembers(scope: ScopeRecord, site: Site, meaning: Plugin, made: MadeValue): void {
  const done = new Set<string>();
  for (const { on, name, renamed, member, when } of meaning.puts ?? []) {
    const key = `${on}.${name}`;
    if (done.has(key) || (when && testHolds(when, made.args, 0) === false)) continue;
    done.add(key);
    const spelt = spelling(name, renamed ?? [], made);
    if (spelt === null) {
      if (on === 'app') site.open();
      continue;
    }
    const value: Value =
      member === undefined
        ? unknown(`${spelt} of ${made.by.package}`, made.at, 'server', true)
        : { ...made, path: member };
    if (on === 'app') site.define(...within(site, spelt, value));
    else scope.decorations.set(`${on}.${spelt}`, value);
  }
}

/** `jwt.access` is a member of what stands under `jwt`, beside those that are there. */
function within(site: Site, spelt: string, value: Value): readonly [string, Value] {
  const [name = spelt, inner] = spelt.split('.');
  if (inner === undefined) return [name, value];
  const known = site.scope.properties.get(name);
  return [name, objectValue([...(known?.t === 'object' ? known.properties : []), [inner, value]])];
}

/** The name under these options; null when an option that decides it could not be read. */
function spelling(
  name: string,
  renamed: readonly { readonly option: string; readonly as: string }[],
  made: MadeValue,
): string | null {
  for (const { option, as } of renamed) {
    const value = optionAt(made.args[0], option);
    if (value && isUndefined(value)) continue;
    const text = value && stringOf(value);
    return text === null || text === undefined ? null : as.replace('*', text);
  }
  return name;
}
