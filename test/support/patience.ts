const turn = 20;
/** How many questions of this process have been answered. */
let settled = 0;

/**
 * What is answered, or null when nothing at all has been answered for so many milliseconds. They are counted in turns of
 * this process: on a busy machine one that does not get its turn is slow, not silent.
 */
export function answered<T>(asked: PromiseLike<T>, patience: number): Promise<T | null> {
  return new Promise((resolve, reject) => {
    let left = patience / turn;
    let before = settled;
    const timer = setInterval(() => {
      left = before === settled ? left - 1 : patience / turn;
      before = settled;
      if (left > 0) return;
      clearInterval(timer);
      resolve(null);
    }, turn);
    const settle =
      <V>(finish: (value: V) => void) =>
      (value: V) => {
        settled++;
        clearInterval(timer);
        finish(value);
      };
    asked.then(settle<T>(resolve), settle(reject));
  });
}
