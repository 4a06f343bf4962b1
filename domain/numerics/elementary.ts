/** (1 − e^{e·l})/e, continued to −l at e = 0: the integral of a power, through the pole its textbook form has. */
export function powerIntegral(e: number, l: number): number {
  const product = e * l;
  return Math.abs(product) < 1e-8 ? -l * (1 + product / 2) : -Math.expm1(product) / e;
}

/** ln(eᵖ + e^q) without overflow; −∞ is a legal summand. */
export function logAddExp(p: number, q: number): number {
  const larger = Math.max(p, q);
  return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(-Math.abs(p - q)));
}

/** 1/(1 + e^{y}) without overflow. */
export const logistic = (y: number): number => (y > 0 ? Math.exp(-y) / (1 + Math.exp(-y)) : 1 / (1 + Math.exp(y)));
