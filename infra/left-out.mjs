/** In place of a package that the server never calls (infra/lean.ts). */
const never = () => {
  throw new Error('infra/lean.ts leaves this package out of the bundle, and something calls it after all.');
};
export default never;
export const makeExecutableSchema = never;
export const usageReportingSignature = never;
export const calculateReferencedFieldsByType = never;
