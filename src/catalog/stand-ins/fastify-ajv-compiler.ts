/**
 * What Fastify asks of the headers of a request before `preHandler`, where a route's schema names the only values that are taken:
 * https://fastify.dev/docs/latest/Reference/Validation-and-Serialization/
 */
export const fastifyAjvCompiler = `
export default ({ required, properties }, attachValidation) => {
  const isTaken = (only, value) => ('const' in only ? value === only.const : only.enum.includes(value));
  return async function schema(request) {
    for (const name of required) {
      const only = properties[name];
      if (!('const' in only) && !only.enum) continue;
      if (isTaken(only, request.headers[name.toLowerCase()])) continue;
      const error = Object.assign(new Error('headers'), { statusCode: 400, code: 'FST_ERR_VALIDATION' });
      if (!attachValidation) throw error;
      request.validationError = error;
      return;
    }
  };
};
`;
