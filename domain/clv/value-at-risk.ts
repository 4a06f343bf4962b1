/**
 * P(return) is known, and published, to three decimals. Below that it is no probability any more but the noise of a fit, and a
 * quotient of two such numbers says nothing.
 */
export const LEAST_RETURN_PROBABILITY = 0.001;

/**
 * What a customer's own future orders would bring if they return, times the chance that they do not:
 *
 *     at risk = E[value | returns] · (1 − P) = predicted / P · (1 − P)
 *
 * `predicted` is E[value] = P · E[value | returns]: it has been discounted for leaving once already. As P → 0 the quotient
 * tends to the whole E[value | returns]; below {@link LEAST_RETURN_PROBABILITY} P is held there, so that the figure never
 * exceeds 999 times what is predicted and falls with it to 0: who has certainly left has nothing left at risk, it is lost.
 *
 * @param predicted expected value within the horizon, in any unit of money; the result has the same
 * @param returnProbability P(at least one order within the horizon), 0 … 1
 * @example directValueAtRisk(30, 0.75) // 10: 40 if they return, a quarter of the time they do not
 */
export const directValueAtRisk = (predicted: number, returnProbability: number): number =>
  (predicted * (1 - returnProbability)) / Math.max(returnProbability, LEAST_RETURN_PROBABILITY);
