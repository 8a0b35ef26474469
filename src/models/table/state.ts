/** Reads a model of a table back from its state, trusting nothing. */
import { isString, isStrings, ModelFormatError, settingOf, type Json, type ModelState, type Persistent, type RegressionModel } from '../../estimator/index.ts';
import { restoreTableEncoder } from '../../preprocess/index.ts';
import { LinearModel } from '../linearModel.ts';
import { TableModel, type ModelColumn } from './tableModel.ts';

/**
 * @param restoreModel  gives back the numeric model from its state
 * @throws ModelFormatError when the state is not one that `state()` wrote
 */
export function restoreTableModel(state: ModelState, restoreModel: (state: ModelState) => Persistent): TableModel {
  const target = settingOf(state, 'target', isString, 'a column name');
  const columns = settingOf(state, 'columns', isColumns, 'a list of columns with name, type and role');
  const notes = settingOf(state, 'notes', isStrings, 'a list of sentences');
  const parts = state.parts ?? [];
  if (parts.length !== 2 || parts[0].kind !== 'tableEncoder') {
    throw new ModelFormatError(`load: a table model must have two parts, a tableEncoder and a model; it has ${parts.length === 0 ? 'none' : parts.map(({ kind }) => kind).join(', ')}`);
  }
  const encoder = restoreTableEncoder(parts[0]);
  const model = restoreModel(parts[1]) as RegressionModel;
  if (typeof model.predict !== 'function' || model.nFeatures !== encoder.nFeatures) {
    throw new ModelFormatError(`load: the model of a table must predict from the ${encoder.nFeatures} features of its encoder; ${parts[1].kind} takes ${model.nFeatures}`);
  }
  if (model instanceof LinearModel && model.targets !== 'one') throw new ModelFormatError(`load: the model of a table must have one target; ${parts[1].kind} has many`);
  const used = new Map(columns.filter(({ role }) => role === 'feature').map(({ name, type }) => [name, type]));
  const odd = encoder.columns.find(({ name, type }) => used.get(name) !== type);
  if (odd !== undefined || used.size !== encoder.columns.length) {
    const reason = odd === undefined ? `there are ${used.size}, the encoder has ${encoder.columns.length}` : `${odd.type} ${JSON.stringify(odd.name)} is not among them`;
    throw new ModelFormatError(`load: the feature columns of a table model must be those of its encoder; ${reason}`);
  }
  if (encoder.columns.some(({ name }) => name === target)) throw new ModelFormatError(`load: the target of a table model must not be a feature; ${JSON.stringify(target)} is both`);
  return new TableModel({ target, columns, encoder, model, notes });
}

const types: readonly Json[] = ['numeric', 'categorical', 'boolean', 'date'];
const roles: readonly Json[] = ['target', 'feature', 'weight', 'dropped'];

function isColumns(value: Json): value is readonly (ModelColumn & { readonly [key: string]: Json })[] {
  return Array.isArray(value) && value.every((one: Json) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return false;
    const { name, type, role } = one as { readonly [key: string]: Json };
    return typeof name === 'string' && types.includes(type) && roles.includes(role);
  });
}
