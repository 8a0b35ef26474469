export { htmlReport, type ReportOptions } from './htmlReport.ts';
export { writeReport } from './writeReport.ts';
