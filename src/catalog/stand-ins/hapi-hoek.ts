/** https://hapi.dev/module/hoek/api: settings over defaults. What lies inside is copied where it is written to. */
export const hapiHoek = `
const isPlain = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

const over = (target, source, { nullOverride = true, mergeArrays = true, shallow = [] }) => {
  for (const [name, value] of Object.entries(source)) {
    if (!nullOverride && (value === null || value === undefined)) continue;
    if (shallow.includes(name)) target[name] = value;
    else if (isPlain(target[name]) && isPlain(value)) target[name] = over({ ...target[name] }, value, { nullOverride, mergeArrays });
    else if (mergeArrays && Array.isArray(target[name]) && Array.isArray(value)) target[name] = [...target[name], ...value];
    else target[name] = value;
  }
  return target;
};

export const merge = (target, source, options = {}) => (source ? over(target, source, options) : target);
export const clone = (value) => (isPlain(value) ? { ...value } : value);
export const applyToDefaults = (defaults, source, options = {}) => {
  if (!source) return null;
  if (source === true) return clone(defaults);
  return over(clone(defaults), source, { nullOverride: false, mergeArrays: false, ...options });
};
`;
