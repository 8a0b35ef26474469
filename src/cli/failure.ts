/** What a user reads when something failed: the message, one line, never a stack trace. */

export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message.trim() === '' ? error.name : error.message.trim();
  return String(error);
}

/** A wrong combination of arguments that the argument parser cannot see. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
