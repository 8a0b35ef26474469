/** Reads a model of a table back from its state, trusting nothing. */
import {
  isString, isStrings, ModelFormatError, settingOf, type ClassificationModel, type Json, type ModelState, type Persistent, type RegressionModel,
} from '../../estimator/index.ts';
import { restoreTableEncoder } from '../../preprocess/index.ts';
import type { ColumnType } from '../../table/index.ts';
import { LinearModel } from '../linearModel.ts';
import { ClassificationTableModel } from './classificationTable.ts';
import type { ModelColumn } from './data.ts';
import type { TableModelParts } from './fittedTable.ts';
import { TableModel } from './tableModel.ts';

type Restore = (state: ModelState) => Persistent;

/**
 * @param restoreModel  gives back the numeric model from its state
 * @throws ModelFormatError when the state is not one that `state()` wrote
 */
export function restoreTableModel(state: ModelState, restoreModel: Restore): TableModel {
  const parts = partsOf<RegressionModel>(state, restoreModel);
  const { model } = parts;
  if ('predictProbability' in model) throw new ModelFormatError(`load: the model of a table must be a regression; ${kindOf(state)} predicts classes`);
  if (model instanceof LinearModel && model.targets !== 'one') throw new ModelFormatError(`load: the model of a table must have one target; ${kindOf(state)} has many`);
  return new TableModel(parts);
}

/** The same for a model of classes. */
export function restoreClassificationTable(state: ModelState, restoreModel: Restore): ClassificationTableModel {
  const parts = partsOf<ClassificationModel>(state, restoreModel);
  const { model, target, columns } = parts;
  if (typeof model.predictProbability !== 'function') throw new ModelFormatError(`load: the model of a classificationTable must predict classes; ${kindOf(state)} does not`);
  const type = columns.find(({ name, role }) => role === 'target' && name === target)?.type;
  const wanted: Partial<Record<string, ColumnType>> = { string: 'categorical', number: 'numeric', boolean: 'boolean' };
  const label = typeof model.classes[0];
  if (type !== wanted[label]) throw new ModelFormatError(`load: the target of a classificationTable must have the type of the classes, ${wanted[label]}; it is ${type ?? 'not among the columns'}`);
  return new ClassificationTableModel(parts);
}

const kindOf = ({ parts = [] }: ModelState): string => parts[1].kind;

function partsOf<M extends Persistent & { readonly nFeatures: number }>(state: ModelState, restoreModel: Restore): TableModelParts<M> {
  const target = settingOf(state, 'target', isString, 'a column name');
  const columns = settingOf(state, 'columns', isColumns, 'a list of columns with name, type and role');
  const notes = settingOf(state, 'notes', isStrings, 'a list of sentences');
  const source = Object.hasOwn(state.settings, 'source') ? settingOf(state, 'source', isString, 'the path of a file') : undefined;
  const parts = state.parts ?? [];
  if (parts.length !== 2 || parts[0].kind !== 'tableEncoder') {
    throw new ModelFormatError(`load: a table model must have two parts, a tableEncoder and a model; it has ${parts.length === 0 ? 'none' : parts.map(({ kind }) => kind).join(', ')}`);
  }
  const encoder = restoreTableEncoder(parts[0]);
  const model = restoreModel(parts[1]) as M & { readonly predict?: unknown };
  if (typeof model.predict !== 'function' || model.nFeatures !== encoder.nFeatures) {
    throw new ModelFormatError(`load: the model of a table must predict from the ${encoder.nFeatures} features of its encoder; ${parts[1].kind} takes ${model.nFeatures}`);
  }
  const used = new Map(columns.filter(({ role }) => role === 'feature').map(({ name, type }) => [name, type]));
  const odd = encoder.columns.find(({ name, type }) => used.get(name) !== type);
  if (odd !== undefined || used.size !== encoder.columns.length) {
    const reason = odd === undefined ? `there are ${used.size}, the encoder has ${encoder.columns.length}` : `${odd.type} ${JSON.stringify(odd.name)} is not among them`;
    throw new ModelFormatError(`load: the feature columns of a table model must be those of its encoder; ${reason}`);
  }
  if (encoder.columns.some(({ name }) => name === target)) throw new ModelFormatError(`load: the target of a table model must not be a feature; ${JSON.stringify(target)} is both`);
  return { target, columns, encoder, model, notes, source };
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
