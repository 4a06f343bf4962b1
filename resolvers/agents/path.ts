/** Where agents ask over HTTP. */
export const MCP_PATH = '/mcp';
