import { expect, test } from 'vitest';
import { extent, linearAxis, logAxis, positionOn } from './axis.ts';
import { escapeMarkup } from './document.ts';
import { moveApart } from './endLabels.ts';
import { formatAligned, formatCount, formatFixed, formatNumber, formatPercent } from './format.ts';
import { shorten, textWidth, wrap } from './text.ts';

test('formatNumber gives few significant digits, grouped, with a real minus', () => {
  const written = [0, 1, -3.25, 1234.5678, 1234567.8, 0.045678, -0.00012346, 999.96, 0.1 + 0.2, 1e11, -0].map((value) => formatNumber(value));
  expect(written).toEqual(['0', '1', '−3.25', '1,235', '1,234,568', '0.04568', '−0.0001235', '1,000', '0.3', '100,000,000,000', '0']);
});

test('formatNumber writes very large and very small numbers as powers of ten', () => {
  expect([1.5e-9, -2.25e20, 1e15, 5e-324].map((value) => formatNumber(value, 3))).toEqual(['1.5 × 10⁻⁹', '−2.25 × 10²⁰', '10¹⁵', '4.94 × 10⁻³²⁴']);
});

test('formatNumber has a sign for what is no number', () => {
  expect([NaN, Infinity, -Infinity].map((value) => formatNumber(value))).toEqual(['–', '∞', '−∞']);
});

test('formatFixed, formatCount and formatPercent group thousands and agree in number', () => {
  expect([formatFixed(-1234.5, 2), formatFixed(-0.001, 2), formatCount(1, 'row'), formatCount(12345, 'row'), formatCount(2, 'category', 'categories'), formatPercent(0.1234), formatPercent(0.99996), formatPercent(0.996, 2), formatPercent(1)])
    .toEqual(['−1,234.50', '0.00', '1 row', '12,345 rows', '2 categories', '12.3 %', '> 99.9 %', '> 99 %', '100 %']);
});

test('formatAligned gives a column one number of decimals, for its largest number', () => {
  expect(formatAligned([371, 371.44, 8.2, NaN])).toEqual(['371.0', '371.4', '8.2', '–']);
  expect(formatAligned([0.00001, 2e-6], 2)).toEqual(['0.00001', '2 × 10⁻⁶']);
});

test('escapeMarkup leaves no mark that a browser would obey, and no character it would refuse', () => {
  expect(escapeMarkup('<a href="x" b=\'y\'>&\u0000\u0001')).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\ufffd\ufffd');
});

test('a linear axis stands on round numbers, as many as there is room for and never fewer than two', () => {
  const axis = linearAxis('y', [0, 97]);
  expect(axis.ticks(6).map(({ text }) => text)).toEqual(['0', '20', '40', '60', '80', '100']);
  expect(axis.ticks(1)).toHaveLength(2);
  expect(linearAxis('y', [0.1, 0.3]).ticks(5).map(({ text }) => text)).toEqual(['0.10', '0.15', '0.20', '0.25', '0.30']);
});

test('an axis of very large numbers writes powers of ten while few digits tell its ticks apart', () => {
  expect(linearAxis('y', [0, 4e9], { pad: 0 }).ticks(5).map(({ text }) => text)).toEqual(['0', '10⁹', '2 × 10⁹', '3 × 10⁹', '4 × 10⁹']);
  expect(linearAxis('y', [9e8, 1.1e9], { pad: 0 }).ticks(3).map(({ text }) => text)).toEqual(['9 × 10⁸', '10⁹', '1.1 × 10⁹']);
  expect(linearAxis('y', [1e9, 1e9 + 2], { pad: 0 }).ticks(3).map(({ text }) => text)).toEqual(['1,000,000,000', '1,000,000,001', '1,000,000,002']);
  expect(logAxis('y', [1, 1e9]).ticks(4).map(({ text }) => text)).toEqual(['1', '1,000', '10⁶', '10⁹']);
});

test('an axis over equal values has room on both sides', () => {
  expect(linearAxis('y', [5, 5]).domain).toEqual([4.5, 5.5]);
  expect(linearAxis('y', [0]).domain).toEqual([-1, 1]);
});

test('an axis that must show 0 begins there', () => {
  expect(linearAxis('y', [3, 8], { include: 0 }).domain[0]).toBe(0);
  expect(linearAxis('y', [-3, -8], { include: 0 }).domain[1]).toBe(0);
});

test('a logarithmic axis stands on powers of ten, with 2 and 5 where there is room', () => {
  const axis = logAxis('alpha', [0.01, 100]);
  expect(axis.ticks(5).map(({ text }) => text)).toEqual(['0.01', '0.1', '1', '10', '100']);
  expect(logAxis('alpha', [1, 10]).ticks(4).map(({ text }) => text)).toEqual(['1', '2', '5', '10']);
  expect(logAxis('alpha', [1e-12, 1e12]).ticks(5).length).toBeLessThanOrEqual(5);
  expect(positionOn(axis, 1)).toBeCloseTo(0.5, 12);
});

test('extent finds the ends', () => {
  expect(extent([3, -1, 2])).toEqual([-1, 3]);
});

test('moveApart keeps labels apart, in order, inside, and where they wished to be when there is room', () => {
  expect(moveApart([10, 200, 100], 0, 300)).toEqual([10, 200, 100]);
  const crowded = moveApart([50, 50, 50, 50], 0, 300);
  for (let i = 1; i < crowded.length; i++) expect(crowded[i] - crowded[i - 1]).toBeCloseTo(15.5, 9);
  expect((crowded[0] + crowded[3]) / 2).toBeCloseTo(50, 9);
  const cornered = moveApart([299, 300, 300], 0, 300);
  expect(Math.max(...cornered)).toBeLessThanOrEqual(300);
  const tight = moveApart(Array.from({ length: 50 }, () => 20), 0, 100);
  expect(Math.min(...tight)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...tight)).toBeLessThanOrEqual(100 + 1e-9);
});

test('shorten keeps beginning and end and fits; wrap breaks between words', () => {
  const short = shorten('number of bedrooms on the upper floor', 100, 12);
  expect(textWidth(short, 12)).toBeLessThanOrEqual(100);
  expect(short).toMatch(/^number.*….*oor$/);
  expect(shorten('abc', 100, 12)).toBe('abc');
  expect(wrap('one two three', 60, 12)).toEqual(['one two', 'three']);
  expect(wrap('', 50, 12)).toEqual([]);
});
