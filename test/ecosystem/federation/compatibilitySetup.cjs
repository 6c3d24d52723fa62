/** Jest loads this before each file of the suite. The suite itself has a fixed port for the router. */
require('@apollo/federation-subgraph-compatibility-tests/dist/utils/client.js').ROUTER_URL = process.env.ROUTER_URL;
