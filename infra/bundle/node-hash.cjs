/** In place of sha.js, which @apollo/utils.createhash falls back on in a bundle: Node's own, a tenth of the time. */
module.exports = require('node:crypto').createHash;
