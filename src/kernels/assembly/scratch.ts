/** A thread's own bytes, dealt out from the front. The host gives as many as conv2dPlan.ts and gemmPlan.ts count. */

// of this instance of the module, so of this thread
let top: usize = 0;

export function openScratch(scratch: usize): void {
  top = scratch;
}

/** The next `bytes` bytes, at a multiple of 64. */
export function reserve(bytes: usize): usize {
  const address = top;
  top = (top + bytes + 63) & ~63;
  return address;
}
