export { formatMinor } from '../domain/money/money.ts';
