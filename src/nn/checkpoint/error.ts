/** A checkpoint that a training cannot go on from: damaged, or of another training. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  /** What must be and what was found: the message without the name of the function and what to do. */
  readonly finding: string;
  /** What differs between the training of the checkpoint and this one: 'batchSize', 'learning rates', … Empty where that is not the reason. */
  readonly differences: readonly string[];
  /** Where the checkpoint before it is, which may be sound; undefined where there is none, or this one is not damaged. */
  readonly previous: string | undefined;

  constructor(finding: string, remedy: string = '', { differences = [], previous }: { readonly differences?: readonly string[]; readonly previous?: string | undefined } = {}) {
    super(`train: ${finding}${remedy === '' ? '' : `. ${remedy}`}`);
    this.finding = finding;
    this.differences = differences;
    this.previous = previous;
  }
}
