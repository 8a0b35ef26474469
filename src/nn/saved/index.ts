/** What loading a network needs, apart from all that trains one: `load` asks for it when a file holds one. */
export { restoreNetwork } from './restoreNetwork.ts';
