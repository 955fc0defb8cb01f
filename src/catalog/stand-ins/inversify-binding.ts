/** https://inversify.io/docs/fundamentals/binding/: what is bound to a token, and for whom. */
export const inversifyBinding = `
class Binding {
  constructor(home, token) {
    this.home = home;
    this.token = token;
  }
  is(what) {
    this.what = what;
    this.bound = this.home.table.bind(this.token, what);
    if (this.home.options.defaultScope === 'Singleton') this.bound.share();
    return this;
  }
  to(type) {
    return this.is({ class: type });
  }
  toSelf() {
    return this.to(this.token);
  }
  toConstantValue(value) {
    return this.is({ value });
  }
  toConstructor(type) {
    return this.toConstantValue(type);
  }
  toFunction(value) {
    return this.toConstantValue(value);
  }
  toDynamicValue(make) {
    return this.is({ make: () => make(this.home.context) });
  }
  toFactory(make) {
    return this.toDynamicValue(make);
  }
  toProvider(make) {
    return this.toDynamicValue(make);
  }
  toAutoFactory(token) {
    return this.is({ make: () => () => this.home.get(token) });
  }
  toService(token) {
    return this.is({ make: () => this.home.get(token) });
  }
  toResolvedValue(make, tokens = []) {
    return this.is({ make: () => make(...tokens.map((one) => this.home.get(one.serviceIdentifier ?? one))) });
  }
  inSingletonScope() {
    this.bound.share();
    return this;
  }
  inTransientScope() {
    this.bound.share(false);
    return this;
  }
  inRequestScope() {
    return this.inTransientScope();
  }
  whenTargetNamed(name) {
    this.bound.name(name);
    return this;
  }
  whenNamed(name) {
    return this.whenTargetNamed(name);
  }
  whenTargetTagged(key, value) {
    return this.whenTargetNamed(key + ':' + value);
  }
  whenTagged(key, value) {
    return this.whenTargetNamed(key + ':' + value);
  }
  whenTargetIsDefault() {
    return this;
  }
  whenDefault() {
    return this;
  }
  when() {
    this.bound.limit();
    return this;
  }
  onActivation(change) {
    this.what.after = (made) => change(this.home.context, made);
    return this;
  }
  onDeactivation() {
    return this;
  }
  whenInjectedInto() { return this.when(); }
  whenParentNamed() { return this.when(); }
  whenParentTagged() { return this.when(); }
  whenAnyAncestorIs() { return this.when(); }
  whenNoAncestorIs() { return this.when(); }
  whenAnyAncestorNamed() { return this.when(); }
  whenAnyAncestorTagged() { return this.when(); }
  whenNoAncestorNamed() { return this.when(); }
  whenNoAncestorTagged() { return this.when(); }
  whenAnyAncestorMatches() { return this.when(); }
  whenNoAncestorMatches() { return this.when(); }
  whenParentIs() { return this.when(); }
  whenAnyAncestor() { return this.when(); }
  whenNoAncestor() { return this.when(); }
  whenNoParent() { return this.when(); }
  whenNoParentIs() { return this.when(); }
  whenNoParentNamed() { return this.when(); }
  whenNoParentTagged() { return this.when(); }
  whenParent() { return this.when(); }
}
`;
