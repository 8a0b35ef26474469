/** A fitted multilayer perceptron as plain data: its options, and its network as a part. */
import { ModelFormatError, settingOf, type Json, type ModelState } from '../../estimator/index.ts';
import { restoreNetwork } from '../saved/restoreNetwork.ts';
import type { TrainedNetwork } from '../training/model.ts';
import type { MlpSettings } from './options.ts';

export function mlpState(kind: string, options: MlpSettings, network: TrainedNetwork, further: ModelState['settings']): ModelState {
  return { kind, settings: { options: { ...options }, ...further }, arrays: new Map(), parts: [network.state()] };
}

/** @throws ModelFormatError when there is not one network */
export function networkPart({ kind, parts = [] }: ModelState): TrainedNetwork {
  if (parts.length !== 1 || parts[0].kind !== 'network') throw new ModelFormatError(`load: a ${kind} model must have one part, a network; it has ${parts.map((part) => part.kind).join(', ') || 'none'}`);
  return restoreNetwork(parts[0]);
}

/** @throws ModelFormatError for options that are none */
export function optionsOf<S>(state: ModelState, read: (kind: string, options: object) => S): S {
  const isOptions = (value: Json): value is { readonly [key: string]: never } => typeof value === 'object' && value !== null && !Array.isArray(value);
  try {
    return read(state.kind, settingOf(state, 'options', isOptions, 'an object'));
  } catch (error) {
    throw error instanceof ModelFormatError ? error : new ModelFormatError(`load: the options must be such as can be given; ${(error as Error).message}`);
  }
}
