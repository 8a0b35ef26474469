/**
 * Property tests draw the same cases in every run of the gate, so that a commit is judged by what it changed.
 * `npm run fuzz` draws others each time; a case that fails there becomes a test of its own.
 */
import fc from 'fast-check';

const seed = process.env.FUZZ === undefined ? 20_261_121 : Number(process.env.FUZZ) || Date.now() % 2 ** 31;
fc.configureGlobal({ seed });
