// One file, so that the order is this one: the journey changes the network the adapter's tests read.
// oxlint-disable import/no-unassigned-import -- importing them is what registers their tests, in this order
import './adapter.ts';
import './journey.ts';
