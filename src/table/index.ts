export type { CategoryColumn, ColumnInfo, ColumnSummary, ColumnType, FrameColumn, NumberColumn } from './column.ts';
export { Frame, isTable, unknownColumn, type Table } from './frame.ts';
export { isStreamed, type CountedRows, type Levels, type ScanOptions, type StreamedTable } from './streamed.ts';
export { categoryColumn, columnOf, frameOf, type Cell } from './frameOf.ts';
export { tableOf, type TableRows } from './rows.ts';
export { identifier, literal } from './sql.ts';
