/** Functions of two numbers, and the choice between two by a third, on vectors. Comparisons give 1 or 0. */

export namespace Binary {
  export const add: i32 = 32;
  export const subtract: i32 = 33;
  export const multiply: i32 = 34;
  export const divide: i32 = 35;
  export const maximum: i32 = 36;
  export const minimum: i32 = 37;
  export const power: i32 = 38;
  export const equal: i32 = 39;
  export const notEqual: i32 = 40;
  export const less: i32 = 41;
  export const lessEqual: i32 = 42;
  export const greater: i32 = 43;
  export const greaterEqual: i32 = 44;
}

/** c ≠ 0 ? a : b, with c the third operand. */
export const SELECT: i32 = 64;

// @ts-ignore: decorator
@inline
export function binary<T>(op: i32, a: v128, b: v128): v128 {
  switch (op) {
    case Binary.add: return v128.add<T>(a, b);
    case Binary.subtract: return v128.sub<T>(a, b);
    case Binary.multiply: return v128.mul<T>(a, b);
    case Binary.divide: return isInteger<T>() ? unreachable() : v128.div<T>(a, b);
    case Binary.maximum: return v128.max<T>(a, b);
    case Binary.minimum: return v128.min<T>(a, b);
    case Binary.power: return isInteger<T>() ? unreachable() : power<T>(a, b);
    case Binary.equal: return truth<T>(v128.eq<T>(a, b));
    case Binary.notEqual: return truth<T>(v128.ne<T>(a, b));
    case Binary.less: return truth<T>(v128.lt<T>(a, b));
    case Binary.lessEqual: return truth<T>(v128.le<T>(a, b));
    case Binary.greater: return truth<T>(v128.gt<T>(a, b));
    case Binary.greaterEqual: return truth<T>(v128.ge<T>(a, b));
    default: return unreachable();
  }
}

// @ts-ignore: decorator
@inline
export function select<T>(a: v128, b: v128, condition: v128): v128 {
  return v128.bitselect(a, b, v128.ne<T>(condition, v128.splat<T>(0)));
}

// @ts-ignore: decorator
@inline
function truth<T>(mask: v128): v128 {
  return v128.and(mask, v128.splat<T>(1));
}

/** aᵇ as IEEE 754 has it: 1ᵇ = 1 and (−1)^±∞ = 1. In f64, rounded once for f32. */
function power<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() === 8) return f64x2(pow(f64x2.extract_lane(a, 0), f64x2.extract_lane(b, 0)), pow(f64x2.extract_lane(a, 1), f64x2.extract_lane(b, 1)));
  return f32x4(
    <f32>pow(<f64>f32x4.extract_lane(a, 0), <f64>f32x4.extract_lane(b, 0)), <f32>pow(<f64>f32x4.extract_lane(a, 1), <f64>f32x4.extract_lane(b, 1)),
    <f32>pow(<f64>f32x4.extract_lane(a, 2), <f64>f32x4.extract_lane(b, 2)), <f32>pow(<f64>f32x4.extract_lane(a, 3), <f64>f32x4.extract_lane(b, 3)),
  );
}

function pow(x: f64, y: f64): f64 {
  if (x === 1 || (x === -1 && NativeMath.abs(y) === Infinity)) return 1;
  return NativeMath.pow(x, y);
}
