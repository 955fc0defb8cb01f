import type { PathPattern } from '#model';
import type { Place } from '#text';
import { escaped } from '../path-syntax.ts';
import { stringOf } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';

/** Stands for any value of a parameter. */
const sample = '17';

/**
 * What hapi makes of a route's path: `{name}`, `{name?}`, `{name*}`, `{name*2}`, also within a segment. Case and the slash
 * at the end count. https://hapi.dev/api#path-parameters, proof: 11-hapi (A07c).
 */
export function routePattern(value: Value | undefined, at: Place): PathPattern {
  const text = stringOf(value);
  if (text === null || value === undefined) return unreadable(at);
  const place = value.t === 'primitive' && value.at ? value.at : at;
  const segments = text.split('/').slice(1);
  const source = segments.map(segmentSource).join('') || '/';
  return {
    text,
    kind: 'exact',
    regex: { source: `^${source === '/' ? '/' : source}$`, flags: '' },
    defect: defectOf(text),
    samples: [`/${segments.map(segmentSample).join('/')}`],
    at: place,
  };
}

/** A colon is an ordinary character, and a path without its slash is refused. */
function defectOf(text: string): PathPattern['defect'] {
  if (!text.startsWith('/'))
    return { kind: 'throws', reason: 'a path must begin with a slash', suggestion: `/${text}` };
  if (!/\/:\w/.test(text)) return null;
  const suggestion = text.replace(/:(\w+)/g, '{$1}');
  return { kind: 'dead', reason: 'a parameter is written in braces: this matches the colon itself', suggestion };
}

/** The prefix of a plugin's routes. */
export function prefixPattern(value: Value, at: Place): PathPattern {
  const text = stringOf(value);
  if (text === null) return { ...unreadable(at), kind: 'unknown' };
  return {
    text,
    kind: 'prefix',
    regex: { source: `^${escaped(text)}`, flags: '' },
    defect: null,
    samples: [text],
    at: value.t === 'primitive' && value.at ? value.at : at,
  };
}

/** What stands in front of the paths of a plugin's routes; null where that is not known. */
const prefixes = new WeakMap<ScopeValue, string | null>();

export function prefixOf(scope: ScopeValue): string | null {
  return prefixes.has(scope) ? prefixes.get(scope)! : '';
}

export function setPrefix(scope: ScopeValue, around: ScopeValue, own: string | null): void {
  const outer = prefixOf(around);
  prefixes.set(scope, outer === null || own === null ? null : outer + own);
}

export function everywhere(at: Place): PathPattern {
  return { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at };
}

function unreadable(at: Place): PathPattern {
  return { text: '<unknown>', kind: 'unknown', regex: null, defect: null, samples: [], at };
}

function segmentSource(segment: string): string {
  const whole = /^\{(\w+)(\?|\*(\d*))?\}$/.exec(segment);
  if (whole?.[2] === '?') return '(?:/[^/]+)?/?';
  if (whole?.[2]?.startsWith('*')) {
    const count = whole[3] ?? '';
    return count === '' ? '(?:/.*)?' : `(?:/[^/]+){${count}}`;
  }
  const parts = segment.split(/(\{\w+\??\})/).map((part) => (part.startsWith('{') ? '[^/]+' : escaped(part)));
  return `/${parts.join('')}`;
}

function segmentSample(segment: string): string {
  const many = /^\{\w+\*(\d*)\}$/.exec(segment);
  if (many) return Array.from({ length: Number(many[1] || 1) }, () => sample).join('/');
  return segment.replace(/\{\w+\??\}/g, sample);
}

/** Where an object is written. */
export function placeOf(value: Value, at: Place): Place {
  return value.t === 'object' && value.at ? value.at : at;
}
