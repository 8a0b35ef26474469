/** Elements of the page, by name. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html must have a ${kind.name} with id ${id}`);
  return found;
}

/** What <data> shows, and the whole number behind it. */
export function show(id: string, value: number, text: string): void {
  const data = element(id, HTMLDataElement);
  data.value = String(value);
  data.textContent = text;
}
