/** Many small reads, a few at once. Knows no file. */

const most = 16; // as many reads as keep a disk busy, and no system short of open files

/** The results of start(0), start(1) … in order; the first one that fails ends it. */
export async function* ahead<T>(count: number, start: (index: number) => Promise<T>): AsyncGenerator<T, void> {
  const running: Promise<T>[] = [];
  for (let i = 0, next = 0; i < count; i++) {
    for (; next < Math.min(count, i + most); next++) {
      const one = start(next);
      one.catch(() => undefined); // an earlier one may fail first, and then nobody asks for this one
      running.push(one);
    }
    yield await running.shift()!;
  }
}
