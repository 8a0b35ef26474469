export { standardError, summarizeScores, type ScoreSummary } from './score.ts';
export type { Curves } from './curves.ts';
export type { Diagnosis, Verdict } from './diagnose.ts';
