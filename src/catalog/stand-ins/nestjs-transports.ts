/** https://docs.nestjs.com/websockets/gateways and https://docs.nestjs.com/microservices/basics */
export const nestjsTransports = `
import { createParamDecorator } from '@nestjs/common';

export const WebSocketGateway = () => (target) => Reflect.defineMetadata('__gateway__', true, target);
export const WebSocketServer = () => () => {};
export const SubscribeMessage = (message) => (target, property, descriptor) =>
  Reflect.defineMetadata('message:name', typeof message === 'object' ? message.value : message, descriptor.value);
export const ConnectedSocket = () => createParamDecorator((data, context) => context.getArgByIndex(0))();
export const MessageBody = () => createParamDecorator((data, context) => context.getArgByIndex(1))();

const pattern = (kind) => (value) => (target, property, descriptor) => {
  Reflect.defineMetadata('pattern:kind', kind, descriptor.value);
  Reflect.defineMetadata('pattern:name', value, descriptor.value);
};
export const MessagePattern = pattern('RPC');
export const EventPattern = pattern('EVENT');
export const GrpcMethod = (service, method) => (target, property, descriptor) => {
  Reflect.defineMetadata('pattern:kind', 'RPC', descriptor.value);
  Reflect.defineMetadata('pattern:name', [service, method ?? property].filter((part) => part).join('.'), descriptor.value);
};
export const Payload = () => createParamDecorator((data, context) => context.getArgByIndex(0))();
export const Ctx = () => createParamDecorator((data, context) => context.getArgByIndex(1))();

export class WsException {
  constructor(error) { this.error = error; this.status = 403; }
}
export class RpcException {
  constructor(error) { this.error = error; this.status = 403; }
}
`;
