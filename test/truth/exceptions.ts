const azure = 'the libraries of Azure are not installed: they ask a real identity provider';

/**
 * Programs that cannot be booted, and why; a comment `// boot: no -- reason` in the
 * program says the same. One that boots all the same fails.
 */
export const exceptions: Readonly<Record<string, string>> = {
  'frameworks/express/routing-controllers':
    'routing-controllers is not installed: the program is about not understanding it',
  'rules/dead-path-pattern/express/bad/throws-5': 'Express 5 throws at start: that is the defect',
  'rules/pii-logging/express/bad/azure': azure,
  'rules/pii-logging/express/bad/msal': azure,
  'rules/pii-logging/express/good/azure': azure,
  'rules/pii-logging/express/good/development': azure,
  'rules/unknown-scheme/express/bad/azure-default-name': azure,
};

/** Limits of the model that are known: what it gets wrong, as the comparison words it. Fails on the day one is gone. */
export const limits: Readonly<Record<string, readonly { readonly text: string; readonly why: string }[]>> = {};
