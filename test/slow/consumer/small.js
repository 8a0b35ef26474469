/** What the size of a bundle is measured on. */
export { compile, conv2d, grad } from 'glissade';
