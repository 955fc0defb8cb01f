import { asking } from './asking.ts';

/** https://github.com/typestack/typedi: one instance for all, unless a service says that it is transient. */
export const typedi = `
import { container } from 'authlint';
${asking}
export class Token {
  constructor(name) {
    this.name = name;
  }
}

export const Inject = (token) => asking(token === undefined ? {} : { token: typeof token === 'function' ? { unwrap: token } : token });
export const InjectMany = (token) => asking({ token: typeof token === 'function' ? { unwrap: token } : token, many: true });

export const Service = (said) => (target) => {
  const isToken = typeof said === 'string' || said instanceof Token;
  const options = isToken ? { id: said } : (said ?? {});
  Container.set({ ...options, id: options.id ?? target, type: target });
};

const makerOf = (home, { factory, id }) => () =>
  Array.isArray(factory) ? home.get(factory[0])[factory[1]](home, id) : factory(home, id);

class ContainerInstance {
  constructor(parent) {
    this.table = container(parent?.table);
    this.get = this.table.get;
    this.getMany = this.table.all;
    this.has = this.table.has;
  }
  set(said, value) {
    if (Array.isArray(said)) for (const one of said) this.set(one);
    else if (typeof said === 'object' && !(said instanceof Token)) this.add(said);
    else this.table.bind(said, { value });
    return this;
  }
  add(service) {
    const what = 'value' in service ? { value: service.value } : service.factory ? { make: makerOf(this, service) } : { class: service.type };
    const bound = this.table.bind(service.id, what);
    if (!service.transient) bound.share();
  }
  remove(token) {
    for (const one of [].concat(token)) this.table.unbind(one);
    return this;
  }
  reset() {
    return this;
  }
  import() {
    return this;
  }
  registerHandler() {
    return this;
  }
  of(id) {
    return id === undefined ? Container : new ContainerInstance(this);
  }
}

export const Container = new ContainerInstance();
`;
