/** In place of a package that the server never calls (scripts/bundle.ts). */
const never = () => {
  throw new Error('scripts/bundle.ts leaves this package out of the bundle, and something calls it after all.');
};
export default never;
export const makeExecutableSchema = never;
export const usageReportingSignature = never;
export const calculateReferencedFieldsByType = never;
