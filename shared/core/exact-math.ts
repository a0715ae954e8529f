/**
 * Transcendental functions from additions, multiplications and divisions only. `Math.sin`, `Math.exp` and `Math.pow` are
 * not specified to the last bit, so two browsers may disagree; IEEE arithmetic is, so everything that is hashed or
 * replayed (learning rates, rotary tables) is computed here. Accuracy: within 4e-15 relative, or absolute near zero.
 * π/2 and ln 2 come in two parts, the first so short that its product with a whole number is exact; with one part, sin(2²⁰)
 * would be off by 1e-10. Source of the parts: fdlibm (Sun 1993).
 */

const HALF_PI = Math.PI / 2;
const HALF_PI_HIGH = 1.57079632673412561417; // first 33 bits
const HALF_PI_LOW = 6.07710050650619224932e-11;
const LN_2 = 0.6931471805599453;
const LN_2_HIGH = 6.9314718036912381649e-1; // first 32 bits
const LN_2_LOW = 1.90821492927058770002e-10;
/** Terms after which the series below change nothing in double precision for arguments up to π/4 or ln 2. */
const SERIES_TERMS = 24;

/** cos(x) for |x| ≤ 2²⁰ radians. */
export function exactCos(x: number): number {
  return shiftedSin(x, 1);
}

/** sin(x) for |x| ≤ 2²⁰ radians. */
export function exactSin(x: number): number {
  return shiftedSin(x, 0);
}

/** eˣ for |x| ≤ 700: 2ᵏ · Taylor of the remainder. */
export function exactExp(x: number): number {
  const exponent = Math.round(x / LN_2);
  const remainder = x - exponent * LN_2_HIGH - exponent * LN_2_LOW;
  let term = 1;
  let sum = 1;
  for (let n = 1; n < SERIES_TERMS; n++) {
    term = (term * remainder) / n;
    sum += term;
  }
  return sum * powerOfTwo(exponent);
}

/** Natural logarithm of x > 0: x = 2ᵏ·m, then the area hyperbolic tangent series of (m−1)/(m+1). */
export function exactLog(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa > 1.4142135623730951; mantissa /= 2) exponent++;
  for (; mantissa < 0.7071067811865476; mantissa *= 2) exponent--;
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let power = ratio;
  let sum = 0;
  for (let n = 1; n < 2 * SERIES_TERMS; n += 2) {
    sum += power / n;
    power *= square;
  }
  return 2 * sum + exponent * LN_2;
}

/** baseˣ for base > 0, |x · ln base| ≤ 700; its relative error grows with |x · ln base| · 3e-16. */
export function exactPower(base: number, x: number): number {
  return exactExp(x * exactLog(base));
}

/** sin(x + quarters · π/2): x is reduced to [−π/4, π/4], then Taylor. */
function shiftedSin(x: number, quarters: 0 | 1): number {
  const whole = Math.round(x / HALF_PI);
  const reduced = x - whole * HALF_PI_HIGH - whole * HALF_PI_LOW;
  const quadrant = whole + quarters;
  const value = (quadrant & 1) === 0 ? taylor(reduced, 1) : taylor(reduced, 0);
  return (quadrant & 2) === 0 ? value : -value;
}

/** Σ (−1)ⁿ x^(2n+first) / (2n+first)!: sine for first = 1, cosine for first = 0. */
function taylor(x: number, first: 0 | 1): number {
  let term = first === 1 ? x : 1;
  let sum = term;
  for (let n = first + 1; n < SERIES_TERMS; n += 2) {
    term = (-term * x * x) / (n * (n + 1));
    sum += term;
  }
  return sum;
}

function powerOfTwo(exponent: number): number {
  let value = 1;
  const factor = exponent < 0 ? 0.5 : 2;
  for (let n = Math.abs(exponent); n > 0; n--) value *= factor;
  return value;
}

/** baseⁿ for a whole number n ≥ 0, by squaring. */
export function integerPower(base: number, n: number): number {
  let result = 1;
  let square = base;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
