import type { Model } from '../nouns/model.ts';

/** Computes once per model: a model never changes. */
export function remembered<T>(compute: (model: Model) => T): (model: Model) => T {
  const answers = new WeakMap<Model, { readonly value: T }>();
  return (model) => {
    let answer = answers.get(model);
    if (!answer) {
      answer = { value: compute(model) };
      answers.set(model, answer);
    }
    return answer.value;
  };
}
