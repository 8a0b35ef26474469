/** Names of metrics and figures in sentences. */

const properNames: Readonly<Record<string, string>> = {
  r2: 'R²', f1: 'F1', rocAuc: 'area under the ROC curve', brierScore: 'Brier score', crossEntropy: 'cross-entropy', binaryCrossEntropy: 'binary cross-entropy', huber: 'Huber loss',
};

/** rootMeanSquaredError → root mean squared error */
export function words(metric: string): string {
  return Object.hasOwn(properNames, metric) ? properNames[metric] : metric.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Three significant digits, without an exponent where it can be helped. */
export function figure(value: number): string {
  return Math.abs(value) >= 1000 && Math.abs(value) < 1e9 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** '2.4 times that on training rows': how large one error is beside another. */
export function timesThat(ratio: number, other: string): string {
  if (ratio === Infinity) return `is there, while ${other} there is none`;
  if (ratio > 0.995 && ratio < 1.005) return `equals that ${other}`;
  return `is ${ratio > 100 ? 'more than 100' : figure(ratio)} times that ${other}`;
}
