export { categoryColumn, columnOf, Frame, frameOf, unknownColumn, type CategoryColumn, type Cell, type FrameColumn, type NumberColumn } from './frame.ts';
export { isTable, type ColumnInfo, type ColumnSummary, type ColumnType, type Table } from './table.ts';
