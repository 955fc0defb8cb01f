/** https://docs.nestjs.com/openapi/introduction: a description of the application, which reads it and installs no guard. */
export const nestjsSwagger = `
const demanding = (name) => (target, property, descriptor) => {
  const of = descriptor ? descriptor.value : target;
  Reflect.defineMetadata('swagger/apiSecurity', [...(Reflect.getMetadata('swagger/apiSecurity', of) ?? []), { name }], of);
};
export const ApiSecurity = (name) => demanding(name);
export const ApiBearerAuth = (name = 'bearer') => demanding(name);
export const ApiBasicAuth = (name = 'basic') => demanding(name);
export const ApiCookieAuth = (name = 'cookie') => demanding(name);
export const ApiOAuth2 = (scopes, name = 'oauth2') => demanding(name);
const leavingOut = (isOut = true) => (target, property, descriptor) =>
  Reflect.defineMetadata('swagger/apiExclude', isOut, descriptor ? descriptor.value : target);
export const ApiExcludeController = leavingOut;
export const ApiExcludeEndpoint = leavingOut;

export class DocumentBuilder {
  schemes = [];
  addSecurity(name) {
    this.schemes.push(name);
    return this;
  }
  addBearerAuth(options, name = 'bearer') { return this.addSecurity(name); }
  addBasicAuth(options, name = 'basic') { return this.addSecurity(name); }
  addOAuth2(options, name = 'oauth2') { return this.addSecurity(name); }
  addApiKey(options, name = 'api_key') { return this.addSecurity(name); }
  addCookieAuth(cookie, options, name = 'cookie') { return this.addSecurity(name); }
  addSecurityRequirements() { return this; }
  setTitle() { return this; }
  setDescription() { return this; }
  setVersion() { return this; }
  setTermsOfService() { return this; }
  setContact() { return this; }
  setLicense() { return this; }
  setBasePath() { return this; }
  setExternalDoc() { return this; }
  setOpenAPIVersion() { return this; }
  addServer() { return this; }
  addTag() { return this; }
  addExtension() { return this; }
  addGlobalResponse() { return this; }
  addGlobalParameters() { return this; }
  build() { return { schemes: this.schemes }; }
}

export class SwaggerModule {
  static createDocument(app, config) {
    app.describe(config?.schemes);
    return () => config;
  }
  static setup(path, app, document) {
    if (typeof document === 'function') document();
    app.serveDocument(path);
  }
}
`;
