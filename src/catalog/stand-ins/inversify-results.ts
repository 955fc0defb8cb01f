/** What methods of controllers return: an answer that is sent when they are done. */
export const inversifyResults = `
export class Result {
  constructor(status, content) {
    this.status = status;
    this.content = content;
  }
}
const resultOf = (status) => class extends Result {
  constructor(content) {
    super(status, content);
  }
};
export const results = {
  BadRequestErrorMessageResult: resultOf(400),
  BadRequestResult: resultOf(400),
  ConflictResult: resultOf(409),
  ExceptionResult: resultOf(500),
  InternalServerErrorResult: resultOf(500),
  JsonResult: class extends Result {
    constructor(content, status) {
      super(status, content);
    }
  },
  NotFoundResult: resultOf(404),
  OkNegotiatedContentResult: resultOf(200),
  OkResult: resultOf(200),
  StatusCodeResult: class extends Result {},
};
export const HttpResponseMessage = class extends Result {
  constructor(status = 200) {
    super(status);
  }
};

export class BaseHttpController extends Contextual {
  created = (location, content) => new Result(201, content);
  conflict = () => new Result(409);
  ok = (content) => new Result(200, content);
  badRequest = (message) => new Result(400, message);
  internalServerError = () => new Result(500);
  notFound = () => new Result(404);
  redirect = () => new Result(302);
  responseMessage = (message) => message;
  statusCode = (status) => new Result(status);
  json = (content, status = 200) => new Result(status, content);
}
`;
