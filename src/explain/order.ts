/** The order of lines: forward, then backward, each gradient as soon as there is all that it needs. Knows no program. */
import { namesIn } from './expression/expression.ts';
import type { Line } from './line.ts';

/** @param wanted  the parameters, in the order that their gradients are read in */
export function inOrder(lines: readonly Line[], wanted: readonly number[]): Line[] {
  const sorted = topological(lines.filter(({ part }) => part === 'forward'));
  const gradients = lines.filter(({ part }) => part === 'gradient').sort((a, b) => wanted.indexOf(a.index!) - wanted.indexOf(b.index!));
  const backward = topological(lines.filter(({ part }) => part === 'backward'));
  const later = new Set([...backward, ...gradients].map(({ name }) => name));
  const isReady = ({ formula }: Line): boolean => ![...namesIn(formula)].some((name) => later.has(name));
  const write = (line: Line): void => {
    sorted.push(line);
    later.delete(line.name);
    for (let next = gradients.findIndex(isReady); next >= 0; next = gradients.findIndex(isReady)) {
      const [gradient] = gradients.splice(next, 1);
      write(gradient);
    }
  };
  for (let next = gradients.findIndex(isReady); next >= 0; next = gradients.findIndex(isReady)) write(gradients.splice(next, 1)[0]);
  backward.forEach(write);
  return sorted;
}

/** Each line after those that it uses, otherwise as they came. */
function topological(lines: readonly Line[]): Line[] {
  const byName = new Map(lines.map((line) => [line.name, line]));
  const done = new Set<string>();
  const sorted: Line[] = [];
  const visit = (line: Line): void => {
    if (done.has(line.name)) return;
    done.add(line.name);
    for (const name of namesIn(line.formula)) if (byName.has(name)) visit(byName.get(name)!);
    sorted.push(line);
  };
  lines.forEach(visit);
  return sorted;
}
