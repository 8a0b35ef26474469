/** A folder for the files of one test file, and tables in them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll } from 'vitest';
import type { FrameColumn } from '../table/index.ts';
import { open, type OpenOptions } from './open.ts';

export interface Folder {
  pathOf(name: string): string;
  write(name: string, content: string | Uint8Array): string;
  /** The columns of a file with this content: type and plain values, null for missing. */
  opened(name: string, content: string | Uint8Array, options?: OpenOptions): Promise<Plain>;
}

/** A folder that goes when the tests of the file that calls this are done. */
export function testFolder(): Folder {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const pathOf = (name: string): string => join(folder, name);
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(pathOf(name), content);
    return pathOf(name);
  };
  return { pathOf, write, opened: (name, content, options) => plain(write(name, content), options) };
}

export type Plain = Record<string, [type: string, ...values: (number | string | null)[]]>;

export async function plain(path: string, options?: OpenOptions): Promise<Plain> {
  const table = await open(path, options);
  try {
    return Object.fromEntries((await table.read()).columns.map((column) => [column.name, [column.type, ...valuesOf(column)]]));
  } finally {
    await table.close();
  }
}

function valuesOf(column: FrameColumn): (number | string | null)[] {
  return column.type === 'categorical'
    ? [...column.codes].map((code) => column.categories[code] ?? null)
    : [...column.values].map((value) => (Number.isNaN(value) ? null : value));
}

/** What a call fails with: 'FileError: open: …'. */
export async function failure(call: Promise<{ close(): Promise<void> }>): Promise<string> {
  try {
    await (await call).close();
  } catch (error) {
    return String(error);
  }
  return 'nothing failed';
}

/** Runs statements in a DuckDB of their own: to make Parquet files and databases. */
export async function duckdb(...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
