/** https://hono.dev/docs/guides/validation: an answer of the function is that of the request. */
export const honoValidator = `
import { getCookie } from 'hono/cookie';

const sent = { header: (c) => c.req.header(), query: (c) => c.req.query(), cookie: (c) => getCookie(c) };

export default (target, check) => async function validator(c, next) {
  const answer = await check(sent[target](c), c);
  if (answer instanceof Response) return answer;
  return next();
};
`;

/** https://github.com/honojs/middleware/tree/main/packages/zod-validator */
export const honoZodValidator = `
import validator from 'hono/dist/validator/validator';

export default (target, schema, hook) => validator(target, async (value, c) => {
  const result = await schema.safeParseAsync(value);
  if (hook) {
    const answer = await hook({ data: value, ...result, target }, c);
    if (answer instanceof Response) return answer;
  }
  if (!result.success) return c.json(result, 400);
});
`;
