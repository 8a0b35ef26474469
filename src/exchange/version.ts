/** The version of this package, as model files record it. A test holds it to package.json. */
export const version = '0.1.0';
