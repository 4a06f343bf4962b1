import { configureGlobal } from 'fast-check';

// A property that fails has caught its mutant: no counterexample need be made small. One seed, so that two runs say the same.
configureGlobal({ seed: 1, endOnFailure: true });
