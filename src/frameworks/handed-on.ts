/** What steps hand on to each other beside the request: `ctx.state`, `c.var`; hapi: `request.app`, `request.pre`, … */
export type HandedOn = 'state' | 'variables' | 'app' | 'plugins' | 'pre' | 'preResponses';
