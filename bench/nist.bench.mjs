/** Correct digits of `linearRegression` on NIST's Statistical Reference Datasets: the fewest over the coefficients. */
import { readFileSync } from 'node:fs';
import Table from 'cli-table3';
import { linearRegression } from '../dist/index.js';

export default async function nist() {
  const { datasets } = JSON.parse(readFileSync(new URL('../src/linalg/__fixtures__/nist.json', import.meta.url), 'utf8'));
  const table = new Table({ head: ['data set', 'coefficients', 'certified', 'of the data as float64', 'ended'], style: { head: [], border: [] } });
  for (const [name, { X, y, intercept, certified, rounded }] of Object.entries(datasets)) {
    const model = await linearRegression({ fitIntercept: intercept }).fit(X, y);
    const found = [...(intercept ? [model.intercept] : []), ...model.coef];
    table.push([name, found.length, fewest(found, certified.coef), fewest(found, rounded.coef), model.converged ? 'converged' : model.note]);
  }
  process.stdout.write(`${table.toString()}\nCertified values are those of the decimal data, which float64 rounds; the other column is the exact solution of the numbers as rounded.\n`);
}

function fewest(found, right) {
  const digits = right.map((value, i) => (found[i] === value ? 16 : Math.min(16, -Math.log10(Math.abs(found[i] - value) / Math.abs(value)))));
  return Math.min(...digits).toFixed(1);
}
