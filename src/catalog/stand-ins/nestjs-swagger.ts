/** https://docs.nestjs.com/openapi/introduction: a description of the application, which reads it and installs no guard. */
export const nestjsSwagger = `
export class SwaggerModule {
  static createDocument(app, config) {
    return () => config;
  }
  static setup(path, app, document) {
    app.serveDocument(path);
  }
}
`;
