export { open, type OpenOptions } from './open.ts';
export type { FileTable, ReadOptions, RowBlocksOptions } from './fileTable.ts';
export type { Format } from './format.ts';
export { writeCsv, type TextSink } from './writeCsv.ts';
export { openImages, type OpenImagesOptions } from './images/openImages.ts';
export { FileError } from '../files/index.ts';
export {
  columnOf, Frame, frameOf,
  type CategoryColumn, type Cell, type ColumnInfo, type ColumnSummary, type ColumnType, type FrameColumn, type NumberColumn, type Table,
} from '../table/index.ts';
export {
  Images, imagesOf, readIdx,
  type BatchOptions, type ImageBatch, type ImageShape, type Normalization, type PixelArray, type SplitImagesOptions, type Which,
} from '../images/index.ts';
