// Serves the built app at a free port, and prints it.
import {createServer} from 'node:http';
import next from 'next';

const app = next({dev: false, dir: import.meta.dirname});
await app.prepare();
const server = createServer(app.getRequestHandler());
server.listen(0, 'localhost', () => console.log(JSON.stringify({port: server.address().port})));
