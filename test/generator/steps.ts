/**
 * The steps that setups are made of, as people write them. `%` stands for the step's name (`s7`): it appears in every
 * body, so that a function met at run time and a place named by the model can be told to be the same step.
 */
export interface StepShape {
  /** Statements of `(req, res, next) => { … }`. */
  readonly body: string;
  readonly async?: boolean;
  /** An error handler or a factory call of a library is written as a whole. */
  readonly whole?: string;
  readonly needs?: readonly Library[];
  /** How often it is drawn. */
  readonly weight: number;
}

export type Library = 'jsonwebtoken' | 'cors' | 'express-jwt' | 'express-basic-auth';

const key = "if (req.get('x-api-key') !== process.env.API_KEY) return res.status(401).json({ error: 'key' });";
const verify = 'jwt.verify(header.slice(7), process.env.JWT_SECRET)';
const jwt = ['jsonwebtoken'] as const;

export const shapes = {
  key: { body: `${key} next();`, weight: 6 },
  keyElse: {
    body: "if (req.headers['x-api-key'] === process.env.API_KEY) { next(); } else { res.sendStatus(403); }",
    weight: 2,
  },
  keyElseReturn: {
    body: "const sent = req.headers['x-api-key']; if (sent && sent === process.env.API_KEY) return next(); return res.status(401).send('no');",
    weight: 2,
  },
  bearer: {
    body: `const header = req.headers.authorization; if (!header) return res.status(401).end(); try { req.user = ${verify}; } catch (error) { return res.status(401).end(); } next();`,
    needs: jwt,
    weight: 5,
  },
  bearerThrows: {
    body: `const header = req.headers.authorization || ''; req.user = ${verify}; next();`,
    needs: jwt,
    weight: 2,
  },
  bearerCallback: {
    body: "const token = (req.headers.authorization || '').split(' ')[1]; jwt.verify(token, process.env.JWT_SECRET, (error, user) => { if (error) return res.sendStatus(401); req.user = user; next(); });",
    needs: jwt,
    weight: 3,
  },
  bearerAsync: {
    body: `try { const header = req.headers.authorization; if (!header) throw new Error('missing'); req.user = await Promise.resolve(${verify}); next(); } catch (error) { res.status(401).json({ error: 'token' }); }`,
    async: true,
    needs: jwt,
    weight: 2,
  },
  presence: { body: 'if (!req.headers.authorization) return res.sendStatus(401); next();', weight: 3 },
  throws: {
    body: "if (!req.headers.authorization) { const error = new Error('denied'); error.status = 401; throw error; } next();",
    weight: 2,
  },
  nextError: {
    body: "if (req.get('x-api-key') !== process.env.API_KEY) return next(new Error('denied')); next();",
    weight: 2,
  },
  redirect: { body: "if (!req.headers.authorization) return res.redirect('/login'); return next();", weight: 1 },
  optional: {
    body: `const header = req.headers.authorization; if (header) { try { req.user = ${verify}; } catch (error) { req.user = null; } } next();`,
    needs: jwt,
    weight: 4,
  },
  needUser: { body: 'if (!req.user) return res.status(401).json({ error: "who" }); next();', weight: 3 },
  exemptEquals: { body: `if (req.path === '/login') return next(); ${key} next();`, weight: 2 },
  exemptOriginal: { body: `if (req.originalUrl === '/api/login') return next(); ${key} next();`, weight: 1 },
  exemptPrefix: { body: `if (req.path.startsWith('/a')) { return next(); } ${key} next();`, weight: 1 },
  exemptList: { body: `if (['/login', '/a'].includes(req.path)) return next(); ${key} next();`, weight: 1 },
  exemptPattern: { body: `if (/^\\/a/.test(req.path)) return next(); ${key} next();`, weight: 1 },
  exemptOptions: { body: `if (req.method === 'OPTIONS') return next(); ${key} next();`, weight: 2 },
  answerOptions: { body: `if (req.method === 'OPTIONS') return res.sendStatus(204); ${key} next();`, weight: 1 },
  writesOnly: { body: `if (req.method === 'GET') return next(); ${key} next();`, weight: 2 },
  denyPrefix: { body: `if (req.path.startsWith('/admin')) { ${key} } next();`, weight: 2 },
  nextRoute: { body: "if (req.get('x-api-key') !== process.env.API_KEY) return next('route'); next();", weight: 1 },
  log: { body: 'req.startedAt = Date.now(); next();', weight: 6 },
  headers: { body: "res.setHeader('x-frame-options', 'DENY'); next();", weight: 1 },
  health: { body: "if (req.path === '/health') return res.json({ ok: true }); next();", weight: 1 },
  crossOrigin: {
    body: "res.setHeader('Access-Control-Allow-Origin', '*'); if (req.method === 'OPTIONS') return res.sendStatus(204); next();",
    weight: 1,
  },
  cors: { body: '', whole: 'cors()', needs: ['cors'], weight: 3 },
  json: { body: '', whole: 'express.json()', weight: 3 },
  expressJwt: {
    body: '',
    whole: "expressjwt({ secret: process.env.JWT_SECRET, algorithms: ['HS256'] })",
    needs: ['express-jwt'],
    weight: 2,
  },
  expressJwtOptional: {
    body: '',
    whole: "expressjwt({ secret: process.env.JWT_SECRET, algorithms: ['HS256'], credentialsRequired: false })",
    needs: ['express-jwt'],
    weight: 1,
  },
  basic: { body: '', whole: "basicAuth({ users: { admin: 'pass' } })", needs: ['express-basic-auth'], weight: 1 },
  catchAll: { body: "res.status(404).json({ error: 'nothing here' });", weight: 1 },
  errors: {
    body: '',
    whole: "(err, req, res, next) => { /* % */ res.status(err.status || 500).json({ error: 'failed' }); }",
    weight: 1,
  },
} satisfies Record<string, StepShape>;

export type ShapeName = keyof typeof shapes;

export const imports: Record<Library, { readonly esm: string; readonly cjs: string }> = {
  jsonwebtoken: { esm: "import jwt from 'jsonwebtoken';", cjs: "const jwt = require('jsonwebtoken');" },
  cors: { esm: "import cors from 'cors';", cjs: "const cors = require('cors');" },
  'express-jwt': {
    esm: "import { expressjwt } from 'express-jwt';",
    cjs: "const { expressjwt } = require('express-jwt');",
  },
  'express-basic-auth': {
    esm: "import basicAuth from 'express-basic-auth';",
    cjs: "const basicAuth = require('express-basic-auth');",
  },
};
