/** Logistic regression: probabilities of two classes by the sigmoid, of more by softmax. Knows only its options and which solver they ask for. */
import { checkedBlocks, isRowBlocks, type Label, type Labels, type MatrixInput, type NumericView, type RowBlocks } from '../array/index.ts';
import { checkChoice, checkFlag, checkKnown, checkNumber, readClassWeight, type Classifier, type ClassWeight, type FitOptions, type Json, type RunOptions } from '../estimator/index.ts';
import { isTable, type Table } from '../table/index.ts';
import { descendLogistic } from './logistic/descent.ts';
import { readProblem } from './logistic/problem.ts';
import { solveLogistic, type OwnSolver, type Penalty } from './logistic/solve.ts';
import { classesOfBlocks, solveLogisticOfBlocks, type ClassBlocks } from './logistic/solveBlocks.ts';
import { LogisticModel } from './logisticModel.ts';
import { readSolver } from './solverOption.ts';
import { classifyOnTable, type ClassificationTableModel } from './table/classificationTable.ts';
import type { TableFitOptions } from './table/data.ts';
import type { GradientDescent } from './gradientDescent/gradientDescent.ts';

export type LogisticSolver = OwnSolver | 'gradientDescent' | GradientDescent;

export interface LogisticRegressionOptions {
  /** Strength of the penalty, ≥ 0. Default 1. scikit-learn's C is 1/alpha. */
  readonly alpha?: number;
  /** 'l2': ½α‖w‖². 'l1': α‖w‖₁, which sets coefficients to exactly zero. 'none': no penalty, alpha is not used. Default 'l2'. */
  readonly penalty?: Penalty;
  /** Default true. The intercept is never penalised. */
  readonly fitIntercept?: boolean;
  /**
   * What a row of a class counts: 'balanced' for n / (classes · rows of the class), so that every class weighs alike, or
   * numbers above 0 by label (an object or a Map; 1 for labels that are not named). Default: every row 1.
   */
  readonly classWeight?: ClassWeight;
  /**
   * 'newton', 'lbfgs' for l2 and none, 'proximalNewton' for l1; gradientDescent({ … }) for all, the texts' way, with the
   * cost of each pass in the model's `history`; maxIter and tol are then its own. Default 'auto': Newton for few
   * parameters, L-BFGS for many.
   */
  readonly solver?: LogisticSolver;
  /** Most steps, ≥ 1. Default 1000. */
  readonly maxIter?: number;
  /** Relative gradient (l1: what is left of it after the sub-gradient) at which the model counts as converged, > 0. Default 1e-10. */
  readonly tol?: number;
  /** Of two classes: `predict` says the second where its probability is above this, in [0, 1]. Default 0.5. */
  readonly threshold?: number;
}

/** An estimator of logistic regression. */
export interface LogisticRegression extends Classifier<LogisticModel> {
  readonly kind: 'logisticRegression';
  readonly options: Readonly<Record<string, Json>>;
  fit<L extends Label>(X: MatrixInput, y: readonly L[], options?: FitOptions): Promise<LogisticModel<L>>;
  fit(X: MatrixInput, y: NumericView, options?: FitOptions): Promise<LogisticModel<number>>;
  /** Rows that come in blocks and need not fit into memory, with whole numbers as the one target. */
  fit(rows: RowBlocks, options?: RunOptions): Promise<LogisticModel<number>>;
  fit(table: Table, options: TableFitOptions): Promise<ClassificationTableModel<LogisticModel>>;
  fit(X: MatrixInput, y: Labels, options?: FitOptions): Promise<LogisticModel>;
}

/**
 * Logistic regression.  min over w, b of  Σᵢ sᵢ · log-loss(yᵢ, xᵢ) + ½α‖w‖²  (l1: + α‖w‖₁; none: + 0), sᵢ the sample
 * weights times the class weights: scikit-learn's objective with C = 1/α.
 *
 * Two classes: p = 1/(1 + e^−(xw + b)) is the probability of the second in sorted order, log-loss −log p or −log(1 − p);
 * `coef` is [1, features]. K > 2 classes: softmax, all classes at once, pₖ = e^(xwₖ + bₖ)/Σₗ e^(xwₗ + bₗ); `coef` is
 * [K, features], and of the many that give the same probabilities the ones that sum to 0 over classes (l2, none).
 *
 * Newton's method with the exact second derivatives (O(n p²) a step, p parameters), L-BFGS with second derivatives from
 * a sample of the rows (O(n p) a step), or for l1 Newton steps that are lassos. Columns are shifted and scaled inside
 * the solver only: the penalty is on the coefficients of X as given, so standardise first if columns have other units.
 * Without a penalty perfectly separable classes have no best coefficients: the model says `separable`, not converged.
 *
 * @throws RangeError for a value out of range, TypeError for an unknown option or a wrong kind
 * @see Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2009, §4.4
 * @example
 * const model = await logisticRegression({ alpha: 0.1 }).fit([[0], [1], [2], [3]], ['no', 'no', 'yes', 'yes']);
 * model.classes;                        // ['no', 'yes']
 * await model.predict([[0.5], [2.5]]);  // ['no', 'yes']
 */
export function logisticRegression(options: LogisticRegressionOptions = {}): LogisticRegression {
  const kind = 'logisticRegression';
  checkKnown(kind, options, ['alpha', 'penalty', 'fitIntercept', 'classWeight', 'solver', 'maxIter', 'tol', 'threshold']);
  const penalty = checkChoice(kind, 'penalty', options.penalty ?? 'l2', ['l2', 'l1', 'none']);
  const settings = {
    alpha: checkNumber(kind, 'alpha', options.alpha ?? 1, { min: 0 }),
    penalty,
    fitIntercept: checkFlag(kind, 'fitIntercept', options.fitIntercept ?? true),
    maxIter: checkNumber(kind, 'maxIter', options.maxIter ?? 1000, { min: 1, integer: true }),
    tol: checkNumber(kind, 'tol', options.tol ?? 1e-10, { above: 0 }),
  };
  const classWeight = readClassWeight(kind, options.classWeight);
  const threshold = options.threshold === undefined || options.threshold === null ? null : checkNumber(kind, 'threshold', options.threshold, { min: 0, max: 1 });
  const solver: OwnSolver | GradientDescent = readSolver(kind, penalty === 'l1' ? ['auto', 'proximalNewton'] : ['auto', 'newton', 'lbfgs'], options.solver ?? 'auto');
  const remembered = Object.freeze({ ...settings, classWeight: classWeight as Json, solver: solver as Json, threshold });
  const fitMatrix = async (X: MatrixInput, y: Labels, fitOptions: FitOptions = {}): Promise<LogisticModel> => {
    const caller = `${kind}.fit`;
    checkKnown(caller, fitOptions, ['sampleWeight', 'signal', 'onProgress']);
    const problem = readProblem(caller, X, y, fitOptions.sampleWeight, classWeight, { unchecked: typeof solver === 'string' });
    if (threshold !== null && problem.classes.length > 2) throw new RangeError(`${caller}: a threshold is for two classes; y has ${problem.classes.length}`);
    const solution = typeof solver === 'string'
      ? await solveLogistic(problem, settings, solver, fitOptions)
      : await descendLogistic(problem, settings, solver, fitOptions);
    return new LogisticModel(remembered, problem.classes, { ...solution, ...(problem.classWeights && { classWeights: problem.classWeights }) }, threshold ?? undefined);
  };
  const fitClasses = typeof solver === 'string' ? async (blocks: ClassBlocks, run: RunOptions): Promise<LogisticModel> => {
    const caller = `${kind}.fit`;
    if (threshold !== null && blocks.classes.length > 2) throw new RangeError(`${caller}: a threshold is for two classes; y has ${blocks.classes.length}`);
    const solution = await solveLogisticOfBlocks(caller, { ...blocks, blocks: checkedBlocks(caller, blocks.blocks) }, classWeight, settings, solver, run);
    return new LogisticModel(remembered, blocks.classes, solution, threshold ?? undefined);
  } : undefined;
  const fitBlocks = async (rows: RowBlocks, run: RunOptions = {}): Promise<LogisticModel> => {
    const caller = `${kind}.fit`;
    checkKnown(caller, run, ['signal', 'onProgress']);
    if (fitClasses === undefined) throw new TypeError(`${caller}: rows in blocks are solved by Newton's method or L-BFGS; solver is gradient descent, leave it out or fit in memory`);
    return fitClasses(await classesOfBlocks(caller, checkedBlocks(caller, rows)), run);
  };
  const estimator = {
    kind,
    task: 'classification' as const,
    options: remembered,
    fit: (X: MatrixInput | RowBlocks | Table, y: Labels | RunOptions | TableFitOptions, fitOptions?: FitOptions): Promise<unknown> =>
      isRowBlocks(X) ? fitBlocks(X, y as RunOptions | undefined)
        : isTable(X) ? classifyOnTable(estimator, X, y as TableFitOptions, fitClasses) : fitMatrix(X, y as Labels, fitOptions),
  } as LogisticRegression;
  return Object.freeze(estimator);
}
