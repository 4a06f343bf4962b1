// Preloaded before the network's servers: whatever they listen on is on this machine only. They have no option for it and bind every interface.
import { Server } from 'node:net';

const { listen } = Server.prototype;

Server.prototype.listen = function onLoopback(...args) {
  const [first, second] = args;
  if (typeof first === 'object' && first !== null && 'port' in first) {
    args[0] = { ...first, host: '127.0.0.1' };
  } else if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    args.splice(0, typeof second === 'string' ? 2 : 1, { port: Number(first), host: '127.0.0.1' });
  }
  return listen.apply(this, args);
};
