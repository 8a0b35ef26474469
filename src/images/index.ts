export { Images, type BatchOptions, type ImageBatch, type ImagesParts, type ReadImagesOptions, type SplitImagesOptions, type Which } from './images.ts';
export { checkPixels, imagesOf, pixelShape, type PixelArray } from './imagesOf.ts';
export { checkIdxLength, idxHeader, readIdx, type IdxHeader } from './idx.ts';
export { checkNormalization, writerOf, type Normalization } from './normalization.ts';
export { memorySource, sizeOf, whiteOf, type ImageShape, type PixelSource, type UseSamples } from './source.ts';
