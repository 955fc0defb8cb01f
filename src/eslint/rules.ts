import { safe } from '#report';
import type { Finding, Options, Rule } from '#rule';
import { sessionOf, type View } from '#session';
import { openFile } from './open-file.ts';
import { pageUrl } from './page-url.ts';
import { demandOf, settingsOf } from './settings.ts';
import type { Fixer, OptionsSchema, Problem, RuleContext, RuleModule, SourceCode, Suggestion } from './surroundings.ts';

/** A window onto the findings of a rule: those of the whole program whose primary place lies in the linted file. */
export function windowOnto(rule: Rule): RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description: rule.summary, url: pageUrl(rule.id), recommended: rule.preset === 'recommended' },
      ...(rule.mends ? { hasSuggestions: true } : {}),
      messages: messagesOf(rule),
      schema: schemaOf(rule.options),
    },
    create: (context: RuleContext) => ({
      Program() {
        const view = viewOf(context);
        if (!view) return;
        for (const finding of view.findings(demandOf(rule.id, context))) {
          context.report(problemOf(finding, view, context.sourceCode));
        }
      },
    }),
  };
}

/** By the tree, because all rules that see a text in one state share it. */
const views = new WeakMap<object, View | null>();

function viewOf(context: RuleContext): View | null {
  const { ast } = context.sourceCode;
  let view = views.get(ast);
  if (view === undefined) {
    const open = openFile(context);
    const { config, cache = true } = settingsOf(context);
    view = open && sessionOf(context.cwd, config, cache).view(open);
    views.set(ast, view);
  }
  return view;
}

function problemOf(finding: Finding, view: View, code: SourceCode): Problem {
  const last = code.text.length;
  const from = Math.min(finding.at.start, last);
  const to = Math.min(Math.max(from, finding.at.end), last);
  // Of a handler of thirty lines the first is underlined, as reports in the terminal do it.
  const firstLine = /^[^\r\n]*/.exec(code.text.slice(from, to))![0].trimEnd();
  const start = code.getLocFromIndex(from);
  const end = code.getLocFromIndex(from + firstLine.length);
  return { message: safe(messageOf(finding, view)), loc: { start, end }, suggest: suggestions(finding, view) };
}

/** Never more than that: the command line analyses again before it keeps what it has fixed, and an editor cannot. */
function suggestions(finding: Finding, view: View): Suggestion[] {
  const edits = view.edits(finding);
  if (!finding.fix || edits.length === 0) return [];
  const fix = (fixer: Fixer) => edits.map(({ at, text }) => fixer.replaceTextRange([at.start, at.end], text));
  return [{ desc: safe(finding.fix.title), fix }];
}

/** As ESLint writes placeholders. */
function messagesOf({ messages }: Rule): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).map(([id, message]) => [id, message.replace(/\{(\w+)\}/g, '{{$1}}')]),
  );
}

const MOST_PLACES = 4;

function messageOf({ message, also }: Finding, view: View): string {
  if (also.length === 0) return message;
  const places = also.slice(0, MOST_PLACES).map((one) => `${view.label(one.at)} ${one.message.replace(/\.$/, '')}`);
  const more = also.length - places.length;
  return `${message} (also ${places.join('; ')}${more > 0 ? `; and ${more} more` : ''})`;
}

/** Without `default`: ESLint would write it into the options, and hide what the configuration file says. */
function schemaOf(options: Options | undefined): OptionsSchema[] {
  if (!options) return [];
  const properties = Object.entries(options).map(([name, option]) => [name, propertyOf(option)]);
  return [{ type: 'object', properties: Object.fromEntries(properties), additionalProperties: false }];
}

function propertyOf(option: Options[string]): Readonly<Record<string, unknown>> {
  const description = option.help;
  if (option.kind === 'flag') return { type: 'boolean', description };
  if (option.kind === 'count') return { type: 'integer', minimum: 0, description };
  if (option.kind === 'choice') return { enum: option.choices, description };
  return { type: 'array', items: { type: 'string' }, uniqueItems: true, description };
}
