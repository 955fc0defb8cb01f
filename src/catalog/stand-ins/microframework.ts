/** https://github.com/w3tecch/microframework: loaders run one after the other, and hand on what they make by its name. */
export const microframework = `
export class MicroframeworkSettings {
  constructor() {
    this.data = {};
  }
  setData(name, value) {
    this.data[name] = value;
    return this;
  }
  getData(name) {
    return this.data[name];
  }
  onShutdown() {
    return this;
  }
}

export async function bootstrapMicroframework(given) {
  const settings = new MicroframeworkSettings();
  const loaders = Array.isArray(given) ? given : given.loaders;
  for (const loader of loaders.flat()) await loader(settings);
  return { shutdown: async () => {} };
}
`;
