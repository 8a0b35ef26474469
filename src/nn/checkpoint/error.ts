/** A checkpoint that a training cannot go on from: damaged, or of another training. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}
