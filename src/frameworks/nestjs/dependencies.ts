import { isUndefined, listOf, stringOf } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';

/** The tokens of what a provider is made with. */
export function dependenciesOf(workbench: Workbench, value: Value): Value[] {
  const { properties } = value.t === 'object' ? value : { properties: null };
  const home = value.t === 'class' ? value : properties?.get('useClass');
  if (home?.t === 'class')
    return [
      ...tokensOf(workbench, home).flatMap((token) => token ?? []),
      ...fieldsOf(workbench, home).map(({ token }) => token),
    ];
  const existing = properties?.get('useExisting');
  return [...listOf(existing), ...listOf(properties?.get('inject')).map(injected)];
}

/** What the constructor wants, by `@Inject` or by the types of its parameters. */
export function tokensOf(workbench: Workbench, home: ClassValue): (Value | null)[] {
  const wanted = new Map<number, Value>();
  for (const entry of entries(workbench, 'self:paramtypes', home)) {
    const index = entry.get('index');
    const param = entry.get('param');
    if (index?.t === 'primitive' && param) wanted.set(Number(index.value), param);
  }
  const types = workbench.dependencies(home);
  const count = Math.max(types.length, wanted.size);
  return Array.from({ length: count }, (_, index) => wanted.get(index) ?? types[index] ?? null);
}

/** Which of these it can do without: `@Optional()`. */
export function optionalOf(workbench: Workbench, home: ClassValue): ReadonlySet<unknown> {
  const list = workbench.metadata('optional:paramtypes', home)?.value;
  return new Set(listOf(list).flatMap((index) => (index.t === 'primitive' ? [index.value] : [])));
}

/** What is put into its fields. */
export function fieldsOf(workbench: Workbench, home: ClassValue): { readonly key: string; readonly token: Value }[] {
  return entries(workbench, 'self:properties_metadata', home).flatMap((entry) => {
    const key = stringOf(entry.get('key'));
    if (key === null) return [];
    const type = entry.get('type');
    const token = type && !isUndefined(type) ? type : workbench.fieldType(home, key);
    return token ? [{ key, token }] : [];
  });
}

/** `inject: [{ token, optional: true }]` */
export function injected(token: Value): Value {
  return token.t === 'object' ? (token.properties.get('token') ?? token) : token;
}

function entries(workbench: Workbench, key: string, home: ClassValue): ReadonlyMap<string, Value>[] {
  const list = workbench.metadata(key, home)?.value;
  return list?.t === 'array' ? list.items.flatMap((item) => (item.t === 'object' ? [item.properties] : [])) : [];
}
