/** A command as it can be typed again. */

/** @param options  name and value; true and false are --name and --no-name; undefined ones are left out */
export function shellWords(command: string, path: string, options: readonly (readonly [name: string, value: string | boolean | undefined])[]): string {
  const quoted = (text: string): string => (/^[\w./=,@%+:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const words = options.flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
    // a value that starts with a dash would pass for an option of its own
    return [`--${name}${value.startsWith('-') ? '=' : ' '}${quoted(value)}`];
  });
  return [command, quoted(path.startsWith('-') ? `./${path}` : path), ...words].join(' ');
}
