/**
 * The little of a document that Observable Plot draws on: elements with attributes and children, written out as text.
 * It is the same in Node, in pages and in workers, so that a plot is the same string everywhere. Knows no layout.
 */
const svgNamespace = 'http://www.w3.org/2000/svg';

/** An element of SVG, with the members that d3-selection and Plot call. */
export class DrawnElement {
  readonly ownerDocument: DrawnDocument;
  readonly namespaceURI: string = svgNamespace;
  readonly tagName: string;
  parentNode: DrawnElement | null = null;
  readonly #attributes: Map<string, string> = new Map();
  #children: (DrawnElement | string)[] = [];

  constructor(ownerDocument: DrawnDocument, tagName: string) {
    this.ownerDocument = ownerDocument;
    this.tagName = tagName;
  }

  get children(): readonly DrawnElement[] {
    return this.#children.filter((child) => typeof child !== 'string');
  }

  get textContent(): string {
    return this.#children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }

  set textContent(text: string | null) {
    this.#children = text === null || text === '' ? [] : [String(text)];
  }

  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, String(value));
  }

  setAttributeNS(_namespace: string, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  appendChild<T extends DrawnElement>(child: T): T {
    return this.insertBefore(child, null);
  }

  insertBefore<T extends DrawnElement>(child: T, next: DrawnElement | null): T {
    child.remove();
    const at = next === null ? -1 : this.#children.indexOf(next);
    this.#children.splice(at < 0 ? this.#children.length : at, 0, child);
    child.parentNode = this;
    return child;
  }

  append(...children: (DrawnElement | string)[]): void {
    for (const child of children) {
      if (typeof child === 'string') this.#children.push(child);
      else this.appendChild(child);
    }
  }

  remove(): void {
    const parent = this.parentNode;
    if (parent === null) return;
    parent.#children = parent.#children.filter((child) => child !== this);
    this.parentNode = null;
  }

  /** The element as SVG text, coordinates rounded to a hundredth of a pixel. */
  toString(): string {
    const attributes = [...this.#attributes]
      .map(([name, value]) => [name, name === 'transform' && this.tagName === 'g' ? wholePixels(value) : value])
      .filter(([name, value]) => !(name === 'transform' && value === 'translate(0,0)'))
      .map(([name, value]) => ` ${name}="${escapeMarkup(geometry.has(name) ? roundNumbers(value) : value)}"`).join('');
    const children = this.#children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : child.toString())).join('');
    return children === '' ? `<${this.tagName}${attributes}/>` : `<${this.tagName}${attributes}>${children}</${this.tagName}>`;
  }
}

/** What Plot takes as its document. */
export class DrawnDocument {
  readonly documentElement: DrawnElement;

  constructor() {
    this.documentElement = new DrawnElement(this, 'svg');
  }

  createElementNS(_namespace: string, name: string): DrawnElement {
    return new DrawnElement(this, name);
  }

  createTextNode(text: string): string {
    return text;
  }
}

/** Text as it may stand between tags or in a quoted attribute of SVG or HTML. Control characters, illegal there, become �. */
export function escapeMarkup(text: string): string {
  return text
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

const geometry = new Set(['x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height', 'd', 'transform']);

/**
 * Plot moves groups by half a pixel where a page has a screen of low resolution, and not in Node. Our own moves are
 * whole, so what is left over is Plot's: dropped, that a picture be the same everywhere.
 */
function wholePixels(transform: string): string {
  return transform.replaceAll(/-?[\d.]+/g, (number) => String(Math.floor(Number(number))));
}

function roundNumbers(text: string): string {
  return text.replaceAll(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => {
    const rounded = String(Math.round(Number(number) * 100) / 100);
    return rounded === '-0' ? '0' : rounded;
  });
}
