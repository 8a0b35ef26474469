/** The report of a network of images: one HTML file that needs no network and runs no script. Knows no file system. */
import type { ImageClassification } from '../select/index.ts';
import { checkReportOptions, type ReportOptions } from './htmlReport.ts';
import { page } from './page.ts';
import { imageConfusion } from './sections/imageConfusion.ts';
import { imageData } from './sections/imageData.ts';
import { imageLearning } from './sections/imageLearning.ts';
import { filters, maps } from './sections/imageLayers.ts';
import { imageSummary } from './sections/imageSummary.ts';
import { makingImages } from './sections/making.ts';
import { imageNetworkSection } from './sections/network.ts';
import { useImages } from './sections/use.ts';

/**
 * A self-contained report about a classifier of images: summary and doubts, data, loss over epochs with its verdict, which classes are
 * taken for which, with images, the layers, the filters of the first one, what each makes of one image, how to use it, how it was made.
 * @returns HTML, deterministic for equal input
 * @throws TypeError when modelFile or version is not a string
 */
export function imageReport(found: ImageClassification, options: ReportOptions): string {
  checkReportOptions('imageReport', options);
  const { source } = found;
  return page({
    title: `Classes of ${source}`, heading: `Telling ${source} apart`, kind: 'Image report', source, version: options.version, generated: options.generated,
    sections: [
      imageSummary(found), imageData(found), imageLearning(found), ...imageConfusion(found), imageNetworkSection(found), ...filters(found), ...maps(found),
      useImages(found, options.modelFile), makingImages(found, options),
    ],
  });
}
