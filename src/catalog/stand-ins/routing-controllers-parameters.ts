/** https://github.com/typestack/routing-controllers#decorators-reference: what an action is called with, and what is only said of it. */
export const routingControllersParameters = `
const parameter = (read) => (name, options) => (object, method, index) => {
  note(keyOf('parameters', method), { index, read: (server, action) => read(action.request, name, action, server, options ?? name) }, object.constructor);
};
export const Req = parameter((request) => request);
export const Res = parameter((request, name, action) => action.response);
export const Ctx = parameter((request, name, action) => action.context);
export const Body = parameter((request) => request.body);
export const BodyParam = parameter((request, name) => request.body[name]);
export const Param = parameter((request, name) => request.params[name]);
export const Params = parameter((request) => request.params);
export const QueryParam = parameter((request, name) => request.query[name]);
export const QueryParams = parameter((request) => request.query);
export const HeaderParam = parameter((request, name) => request.headers[name.toLowerCase()]);
export const HeaderParams = parameter((request) => request.headers);
export const CookieParam = parameter((request, name) => request.cookies[name]);
export const CookieParams = parameter((request) => request.cookies);
export const Session = parameter((request) => request.session);
export const SessionParam = parameter((request, name) => request.session[name]);
export const UploadedFile = parameter((request) => request.file);
export const UploadedFiles = parameter((request) => request.files);
export const CurrentUser = parameter(async (request, name, action, server, options) => {
  const user = await server.options.currentUserChecker(action);
  if (!user && options?.required) throw denied(401);
  return user;
});
export const createParamDecorator = ({ required, value }) => parameter(async (request, name, action) => {
  const given = await value(action);
  if (!given && required) throw denied(400);
  return given;
})();

const nothing = () => () => {};
export const HttpCode = nothing;
export const Header = nothing;
export const ContentType = nothing;
export const Location = nothing;
export const Redirect = nothing;
export const Render = nothing;
export const OnNull = nothing;
export const OnUndefined = nothing;
export const ResponseClassTransformOptions = nothing;

function denied(status) {
  const error = new Error('denied');
  error.status = status;
  return error;
}
`;
