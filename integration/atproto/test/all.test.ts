// One file, so that the order is this one: the journey changes the network the adapter's tests read.
import './adapter.ts';
import './journey.ts';
