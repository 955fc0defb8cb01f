/** What hapi asks of the headers of a request by a schema: https://hapi.dev/api#-routeoptionsvalidateheaders */
export const hapiValidation = `
import Joi from 'joi';

export default (given, isPlain, options) => {
  const schema = isPlain ? Joi.object(given) : given;
  return function headers(value) {
    const { error } = schema.validate(value, options);
    if (error) throw Object.assign(new Error('Invalid request headers input'), { isBoom: true, output: { statusCode: 400 } });
  };
};
`;
