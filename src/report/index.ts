export { convolutionPage, type ConvolutionPageOptions } from './convolutionPage.ts';
export { derivationPage, type DerivationPageOptions } from './derivationPage.ts';
export { imageReport } from './imageReport.ts';
export { clusterReport } from './clusterReport.ts';
export { htmlReport, type ReportOptions } from './htmlReport.ts';
export { writeReport } from './writeReport.ts';
